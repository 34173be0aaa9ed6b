// What a query asks for: a list of wishes, each with the ways to fulfil it. A way is a list of forms, which are looked
// for together, and a weight: the word itself, its stem, what the glossary and docs/search.yml know as the same.
class Query {
  constructor(index, known, counts) {
    const { dropped, same } = index;
    this.known = known;
    this.holds = (form) => counts.has(form);
    this.dropped = new Set(dropped.flatMap((word) => [word, this.stem(word)]));
    this.general = new Set(index.general?.map((word) => this.key(word)));
    this.same = new Map();
    for (const group of same) {
      const keys = [...new Set(group.map((phrase) => this.key(phrase)).filter(Boolean))];
      for (const key of keys) {
        this.same.set(key, [...new Set([...(this.same.get(key) ?? []), ...keys.filter((other) => other !== key)])]);
      }
    }
    this.phrases = new Map([...this.same.keys()].filter((key) => key.includes(" ")).map((key) => [key, key.split(" ")]));
    this.inPhrases = new Set([...this.phrases.values()].flat());
    const han = [...this.same.keys(), ...this.inPhrases, ...this.dropped].filter((word) => /^\p{Script=Han}+$/u.test(word));
    this.han = [...new Set(han)].sort((a, b) => b.length - a.length);
    this.typed = new Typed(index, this, counts);
    this.loose = new Map(); // in Hebrew, the keys by the consonants of their words
    for (const phrase of same.flat().filter((phrase) => /[א-ת]/.test(phrase))) {
      const words = Words.found(phrase).map(({ written }) => this.typed.cut(written));
      const [letters, key] = [this.consonants(words), this.key(phrase)];
      if (!this.loose.has(letters)) this.loose.set(letters, key);
      if (this.phrases.has(key)) this.phrases.set(key, this.key(words.join(" ")).split(" "));
    }
  }

  stem(written) {
    const [whole, next] = Words.forms(written, this.known);
    return Words.isHan(written) ? written : next?.startsWith("=") ? next : whole;
  }

  // All words of a text in their order, names without their modules.
  order(text) {
    return Words.found(text).map(({ written }) => this.stem(written.split(".").at(-1)));
  }

  // A sign of Chinese or a number, which says something only as a part of a known phrase.
  isSingle(word) {
    return /^(?:\p{Script=Han}|[\d.]+)$/u.test(word) && !this.same.has(word);
  }

  asks(word) {
    const isWeak = this.isSingle(word) && !this.inPhrases.has(word);
    return isWeak || this.dropped.has(word.toLowerCase()) || this.dropped.has(this.stem(word));
  }

  // A phrase by the stems of its words, so that it is met in each of their forms.
  key(phrase) {
    const words = Words.found(phrase).map(({ written }) => written);
    const kept = words.filter((word) => !this.dropped.has(word));
    return this.stems(kept.length ? kept : words);
  }

  stems(words) {
    return words.map((word) => this.stem(word)).join(" ");
  }

  // The key of words that were typed: as they are, or where that is no known term, in Hebrew, without their prefixes,
  // or by the consonants that are left without the letters of vowels.
  keyOf(words) {
    const key = this.stems(words);
    if (this.same.has(key) || !words.some(Words.isHebrew)) return key;
    const cut = this.stems(words.map((word) => this.typed.cut(word)));
    if (this.same.has(cut)) return cut;
    const letters = this.consonants(words.map((word) => this.typed.cut(word)));
    return letters.length > 3 ? this.loose.get(letters) ?? key : key;
  }

  consonants(words) {
    return words.map((word) => this.stem(word)).map((stem) => (/^=[א-ת]/.test(stem) ? Words.consonants(stem.slice(1)).replace(/(?<=.)א/g, "") : stem)).join(" ");
  }

  // Whether a word that only asks is a half of a known phrase of such words, as in "goes up".
  isPart(asked, at) {
    return [at - 1, at].some((from) => {
      const words = asked.slice(Math.max(from, 0), from + 2).map(({ word }) => word);
      return words.length > 1 && words.every((word) => this.asks(word)) && this.same.has(this.stems(words));
    });
  }

  wishes(text) {
    const asked = this.typed.words(text);
    const kept = asked.filter(({ word }, at) => !this.asks(word) || this.isPart(asked, at));
    const wanted = (kept.length ? kept : asked).map(({ word }) => word);
    const sure = (kept.length ? kept : asked).map((piece) => piece.sure ?? 1);
    const ended = /[\s.?!。？！]$/.test(text);
    const wishes = [];
    for (let at = 0; at < wanted.length;) {
      const count = this.longest(wanted, at);
      const isSign = count === 1 && kept.length > 1 && this.inPhrases.has(wanted[at]) && this.isSingle(wanted[at]);
      if (!isSign) {
        const isLast = at + count === wanted.length && !ended;
        const wish = this.wish(wanted.slice(at, at + count), isLast, Math.min(...sure.slice(at, at + count)));
        wishes.push({ ...wish, words: wanted.slice(at, at + count).map((_, next) => at + next) });
      }
      at += count;
    }
    return [...wishes, ...apart(this, wanted, wishes.map(({ key }) => key))];
  }

  // A known phrase whose words stand apart in the query.
  meant(key, sure) {
    const ways = this.same.get(key).map((phrase) => ({ weight: 0.7 * sure, terms: this.terms(phrase) }));
    return { key, ways: [{ weight: sure, terms: this.terms(key) }, ...ways], isTerm: true };
  }

  terms(key) {
    return key.split(" ").flatMap((word) => (Words.isHan(word) ? Words.pairs(word) : [word]));
  }

  // How many of the words from here on are one phrase, or two halves of one word or name.
  longest(words, at) {
    for (let count = Math.min(4, words.length - at); count > 1; count--) {
      if (this.same.has(this.keyOf(words.slice(at, at + count)))) return count;
    }
    return words.length - at > 1 && this.joined(words.slice(at, at + 2)).length ? 2 : 1;
  }

  joined(words) {
    return ["", "_"].map((sign) => words.join(sign).toLowerCase()).filter((name) => this.holds(name));
  }

  wish(words, last, sure) {
    const single = words.flatMap((word) => this.ways(word, last && word === words.at(-1)));
    const stems = words.map((word) => this.stem(word));
    const key = this.keyOf(words);
    const isAsked = words.length > 1 && words.every((word) => this.asks(word)); // whose words say nothing by themselves
    const ways = isAsked ? [] : words.length === 1 ? single : [
      { weight: this.same.has(key) ? 1 : 0.85, terms: stems },
      ...this.joined(words).map((name) => ({ weight: 0.9, terms: [name] })),
      ...single.map((way) => ({ ...way, weight: way.weight * 0.6 / words.length })),
    ];
    if (this.same.has(key) && key !== stems.join(" ")) ways.push({ weight: 0.9, terms: this.terms(key) });
    for (const phrase of this.same.get(key) ?? []) {
      ways.push({ weight: 0.7, terms: this.terms(phrase), quality: 1 }); // another name is no slip
    }
    const surely = ({ weight, quality = weight, ...way }) => ({ ...way, weight: weight * sure, quality: quality * sure });
    return { key, ways: ways.map(surely), isTerm: this.same.has(key) };
  }

  ways(word, last) {
    const forms = Words.forms(word, this.known);
    if (Words.isHan(word)) {
      const some = { weight: 0.35, terms: forms, least: 0.3, unless: true }; // one wrong sign spoils two of the pairs
      return [{ weight: 1, terms: forms, begins: word.length === 1 }, ...(forms.length > 1 ? [some] : [])];
    }
    const [whole] = forms;
    const parts = Words.parts(word);
    const ways = [{ weight: 1, terms: [whole] }];
    if (parts.length) ways.push({ weight: this.holds(whole) ? 0.2 : 0.6, terms: parts });
    else for (const form of forms.slice(1)) ways.push({ weight: form[0] === "~" ? 0.4 : 0.85, terms: [form] });
    if (last && whole.length > 1) ways.push({ weight: 0.6, terms: [whole], begins: true });
    if (whole.length > 3) ways.push({ weight: 0.5, terms: [whole], unless: true, begins: true });
    return ways;
  }
}
