// The words of a text, the same for what is indexed and for what is typed. A word has several forms: as it is written,
// the parts of a name, and, marked by a sign that no word holds, its stem ("=") and its consonants ("~").
const Words = (() => {
  const HEBREW = "\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7\\u05d0-\\u05ea";
  const OTHER = `(?:(?![${HEBREW}\\p{Script=Han}])[\\p{L}\\p{M}\\p{N}_]|(?<=[a-z])['’](?=[a-z]))+`;
  // A maqaf (U+05BE) and a hyphen end a word; a dot inside a name does not, nor do marks of abbreviation in Hebrew.
  const WORD = new RegExp(
    `\\p{Script=Han}+|(?:[${HEBREW}]|(?<=[${HEBREW}])['"’׳״](?=[${HEBREW}]))+|${OTHER}(?:\\.${OTHER})*`, "giu");
  const MARKS = /[\u0300-\u036f\u0591-\u05c7'"’׳״]/g;
  const PARTS = /[._]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/;
  const FINAL = { ך: "כ", ם: "מ", ן: "נ", ף: "פ", ץ: "צ" };

  // Where the words of a text stand, with their normal form: wide letters as narrow ones, marks and niqqud left out.
  const found = (text) => [...text.matchAll(WORD)].map((match) => ({
    written: match[0].normalize("NFKC").normalize("NFD").replace(MARKS, "").normalize("NFC"),
    start: match.index,
    end: match.index + match[0].length,
  })).filter(({ written }) => written.replace(/_/g, ""));

  const isHan = (word) => /^\p{Script=Han}/u.test(word);
  const isHebrew = (word) => /^[א-ת]/.test(word);

  // Chinese is not divided into words: each two signs that follow each other are one.
  const pairs = (run) => (run.length < 2 ? [run] : Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2)));

  // British spelling as American, which is enough where text and query are changed alike.
  const american = (word) => word.replace(/(?<=\w{3})is(?=(?:e[drs]?|ers|ing|ations?)$)/, "iz").replace(/(?<=\w{2})our(?=s?$|ed$|ing$|al$)/, "or");
  const english = (word) => (/^[a-z]{3,}$/.test(word) ? [`=${stemmer(american(word))}`] : []);

  const regular = (word) => word.replace(/[ךםןףץ]/g, (letter) => FINAL[letter]);
  const bare = (word) => {
    const stem = word.replace(/(?<=..[א-ת])(?:יים|ים|ות|ית|[היתו])$/, "");
    return regular(stem).replace(/([וי])\1/g, "$1"); // written with one sign or with two
  };
  const consonants = (stem) => stem[0] + stem.slice(1).replace(/[וי]/g, "");

  // What remains of a Hebrew word when one, two or three prefixes come off.
  const unprefixed = (word) => {
    const rests = [];
    for (let cut = 1; cut <= 3 && word.length - cut >= 3 && /[הבלומשכ]/.test(word[cut - 1]); cut++) rests.push(word.slice(cut));
    return rests;
  };

  // Prefixes come off where what remains is a word of the site too; those of verbs from the consonants alone.
  const hebrew = (word, known) => {
    const starts = [word, ...unprefixed(word).filter((rest) => known.has(rest))];
    const stems = starts.map(bare);
    if (word.length > 3 && /[למנית]/.test(word[0])) starts.push(word.slice(1));
    const skeletons = starts.map((start) => consonants(bare(start))).filter((letters) => letters.length > 2);
    return [...stems.map((stem) => `=${stem}`), ...skeletons.map((letters) => `~${letters}`)];
  };

  const parts = (word) => word.split(PARTS).filter((part) => part && part !== word).map((part) => part.toLowerCase());

  // All forms of a word that was found; `known` holds the words of the site as they are written.
  const kept = new Map();
  const forms = (written, known) => {
    if (!kept.has(written)) kept.set(written, made(written, known));
    return kept.get(written);
  };
  const made = (written, known) => {
    if (isHan(written)) return pairs(written);
    const whole = written.toLowerCase().replace(/^_+|_+$/g, "");
    if (isHebrew(whole)) return [...new Set([whole, ...hebrew(whole, known)])];
    const named = [whole, ...parts(written), ...written.split(".").map((part) => part.toLowerCase().replace(/^_+|_+$/g, ""))];
    return [...new Set(named.filter(Boolean).flatMap((name) => [name, ...english(name)]))];
  };

  return { found, forms, parts, pairs, unprefixed, consonants, isHan, isHebrew };
})();
