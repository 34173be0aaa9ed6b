// What a query asks for: a list of wishes, each with the ways to fulfil it. A way is a list of forms, which are looked
// for together, and a weight: the word itself, its stem, what the glossary and docs/search.yml know as the same.
class Query {
  constructor({ dropped, edges, same, variants = "" }, known, counts) {
    this.known = known;
    this.counts = counts; // how often each form is met on the site
    this.holds = (form) => counts.has(form);
    this.variants = new Map(variants.match(/../gsu)?.map(([written, meant]) => [written, meant])); // of Chinese signs
    this.edges = edges; // signs of Chinese
    this.dropped = new Set(dropped.flatMap((word) => [word, this.stem(word)]));
    this.others = same.flat().flatMap((phrase) => Words.found(phrase)).map(({ written }) => [written.toLowerCase(), 1]);
    this.same = new Map();
    for (const group of same) {
      const keys = [...new Set(group.map((phrase) => this.key(phrase)).filter(Boolean))];
      for (const key of keys) {
        this.same.set(key, [...new Set([...(this.same.get(key) ?? []), ...keys.filter((other) => other !== key)])]);
      }
    }
    this.phrases = [...this.same.keys()].filter((key) => key.includes(" "));
    this.inPhrases = new Set(this.phrases.flatMap((phrase) => phrase.split(" ")));
    const han = [...this.same.keys(), ...this.inPhrases, ...this.dropped].filter((word) => /^\p{Script=Han}+$/u.test(word));
    this.han = [...new Set(han)].sort((a, b) => b.length - a.length);
    this.hanTerms = this.han.filter((word) => this.same.has(word));
  }

  // What is looked for in a text: signs of the other Chinese writing as those of the site, and of a message that was
  // pasted what it says of every program, without what it quotes of one in brackets.
  plain(text) {
    const sames = [...text.normalize("NFKC")].map((sign) => this.variants.get(sign) ?? sign).join("");
    const short = sames.replace(/<[^<>]*>|\([^()]*\)|\[[^[\]]*\]|\{[^{}]*\}/g, " ");
    return (this.isMessage(text) || text.length > 60) && Words.found(short).filter(({ written }) => !this.asks(written)).length > 1 ? short : sames;
  }

  isMessage(text) {
    return /(?:Error|Warning|Exception|WARNING)\b/.test(text);
  }

  static isQuestion(text) {
    return /[?？]\s*$/.test(text) || /^\s*(?:how|what|why|when|where|which|who|can|does|do|is|are|should)\b/i.test(text);
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
    return (kept.length ? kept : words).map((word) => this.stem(word)).join(" ");
  }

  wishes(text) {
    const asked = Words.found(text).flatMap(({ written }) => (
      Words.isHan(written) ? this.divided(written) : this.mended(Words.isHebrew(written) ? this.cut(written) : written)));
    const kept = asked.filter(({ word }) => !this.asks(word));
    const wanted = (kept.length ? kept : asked).map(({ word }) => word);
    const sure = (kept.length ? kept : asked).map((piece) => piece.sure ?? 1);
    const ended = /[\s.?!。？！]$/.test(text);
    const wishes = [];
    for (let at = 0; at < wanted.length;) {
      const count = this.longest(wanted, at);
      const isSign = count === 1 && kept.length > 1 && this.inPhrases.has(wanted[at]) && this.isSingle(wanted[at]);
      if (!isSign) {
        const isLast = at + count === wanted.length && !ended;
        wishes.push(this.wish(wanted.slice(at, at + count), isLast, Math.min(...sure.slice(at, at + count))));
      }
      at += count;
    }
    const stems = new Set(wanted.map((word) => this.stem(word)));
    const apart = this.phrases.filter((phrase) => phrase.split(" ").every((stem) => stems.has(stem)));
    return [...wishes, ...apart.filter((phrase) => !wishes.some(({ key }) => key === phrase)).map((key) => this.meant(key))];
  }

  // A known phrase whose words stand apart in the query.
  meant(key) {
    const ways = this.same.get(key).map((phrase) => ({ weight: 0.7, terms: this.terms(phrase) }));
    return { key, ways: [{ weight: 1, terms: this.terms(key) }, ...ways], isTerm: true };
  }

  terms(key) {
    return key.split(" ").flatMap((word) => (Words.isHan(word) ? Words.pairs(word) : [word]));
  }

  // A Hebrew word that is not on the site as it is written, without the prefixes that hide a known term.
  cut(word) {
    const isTerm = (rest) => this.same.has(this.stem(rest)) || this.inPhrases.has(this.stem(rest));
    return (!this.known.has(word) && [word, ...Words.unprefixed(word)].find(isTerm)) || word;
  }

  // A word that is in no form on the site, nor begins one, as its halves or as the one that was meant.
  mended(word) {
    const [whole, ...forms] = Words.forms(word, this.known);
    const parts = Words.parts(word);
    const isKnown = this.holds(whole) || this.same.has(this.key(word)) || (parts.length ? parts.every(this.holds) : forms.some(this.holds));
    if (isKnown || this.asks(word)) return [{ word }];
    const halves = this.halves(whole);
    if (halves.length) return (halves.find((pair) => this.longest(pair, 0) > 1) ?? halves[0]).map((half) => ({ word: half, sure: 0.9 }));
    const words = this.spelled();
    for (const form of words.keys()) if (form.startsWith(whole)) return [{ word }];
    const meant = Slips.nearest(whole, words);
    return [meant ? { word: meant, sure: 0.7 } : { word }];
  }

  // The words of the site and those that mean the same, with how often each is met.
  spelled() {
    this.words ??= new Map([...this.others, ...[...this.counts].filter(([form]) => !/^[=~]/.test(form))]);
    return this.words;
  }

  // A run of Chinese, divided at the words that are known: those that only ask, and those of the glossary.
  divided(run) {
    const pieces = [];
    let rest = "";
    const close = () => {
      while (rest.length > 2 && this.edges.includes(rest[0])) rest = rest.slice(1);
      while (rest.length > 2 && this.edges.includes(rest.at(-1))) rest = rest.slice(0, -1);
      if (rest) pieces.push({ word: rest });
      rest = "";
    };
    for (let at = 0; at < run.length;) {
      const isEdge = at === 0 || at === run.length - 1; // where a sign alone may belong to a word in Latin letters
      const known = this.han.find((word) => (isEdge || word.length > 1 || !this.inPhrases.has(word)) && run.startsWith(word, at));
      const meant = known ? undefined : Slips.term(run, at, this.hanTerms, this.holds);
      const word = known ?? meant?.word;
      if (word) {
        close();
        pieces.push(meant ? { word, sure: 0.7 } : { word });
      } else rest += run[at];
      at += meant?.length ?? word?.length ?? 1;
    }
    close();
    return pieces;
  }

  // How many of the words from here on are one phrase, or two halves of one word or name.
  longest(words, at) {
    for (let count = Math.min(4, words.length - at); count > 1; count--) {
      if (this.same.has(this.key(words.slice(at, at + count).join(" ")))) return count;
    }
    return words.length - at > 1 && this.joined(words.slice(at, at + 2)).length ? 2 : 1;
  }

  joined(words) {
    return ["", "_"].map((sign) => words.join(sign).toLowerCase()).filter((name) => this.holds(name));
  }

  wish(words, last, sure) {
    const single = words.flatMap((word) => this.ways(word, last && word === words.at(-1)));
    const stems = words.map((word) => this.stem(word));
    const key = this.key(words.join(" "));
    const ways = words.length === 1 ? single : [
      { weight: this.same.has(key) ? 1 : 0.85, terms: stems },
      ...this.joined(words).map((name) => ({ weight: 0.9, terms: [name] })),
      ...single.map((way) => ({ ...way, weight: way.weight * 0.6 / words.length })),
    ];
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
    if (parts.length) ways.push({ weight: 0.6, terms: parts });
    else for (const form of forms.slice(1)) ways.push({ weight: form[0] === "~" ? 0.4 : 0.85, terms: [form] });
    if (last && whole.length > 1) ways.push({ weight: 0.6, terms: [whole], begins: true });
    if (whole.length > 3) ways.push({ weight: 0.5, terms: [whole], unless: true, begins: true });
    return ways;
  }

  halves(whole) {
    const cuts = Array.from({ length: Math.max(0, whole.length - 5) }, (_, at) => at + 3);
    return cuts.map((cut) => [whole.slice(0, cut), whole.slice(cut)]).filter((halves) => halves.every(this.holds));
  }
}
