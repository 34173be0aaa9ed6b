// What was typed, as the words that were meant: what a message says apart from what it quotes, Chinese divided, prefixes of
// Hebrew taken off, slips mended. `query` knows the words that mean the same and those that only ask.
class Typed {
  constructor({ alike = "", edges = "", same, variants = "" }, query, counts) {
    this.query = query;
    this.holds = query.holds;
    this.counts = counts; // how often each form is met on the site
    this.edges = edges; // signs of Chinese
    this.variants = new Map(variants.match(/../gsu)?.map(([written, meant]) => [written, meant])); // of Chinese signs
    const groups = alike.split(" ");
    this.like = (one, other) => groups.some((signs) => signs.includes(one) && signs.includes(other));
    this.others = same.flat().flatMap((phrase) => Words.found(phrase)).map(({ written }) => [written.toLowerCase(), 1]);
    this.hanTerms = query.han.filter((word) => query.same.has(word));
  }

  // What is looked for in a text: signs of the other Chinese writing as those of the site, and of a message that was
  // pasted what it says of every program, without what it quotes of one in brackets.
  plain(text) {
    const sames = [...text.normalize("NFKC")].map((sign) => this.variants.get(sign) ?? sign).join("");
    if (!Typed.isMessage(text) && text.length < 60) return sames;
    const short = sames.replace(/<[^<>]*(?:>|$)|\([^()]*\)|\[[^[\]]*\]|\{[^{}]*\}/g, " ");
    const left = Words.found(short).filter(({ written }) => !this.query.asks(written));
    return left.length > 1 ? short : sames;
  }

  static isMessage(text) {
    return /(?:Error|Warning|Exception|WARNING)\b/.test(text);
  }

  static isQuestion(text) {
    return /[?？]\s*$/.test(text) || /^\s*(?:how|what|why|when|where|which|who|can|does|do|is|are|should)\b/i.test(text);
  }

  // Each word, and how sure it is that it was meant.
  words(text) {
    return Words.found(text).flatMap(({ written }) => {
      if (Words.isHan(written)) return this.divided(written);
      return this.mended(Words.isHebrew(written) && !this.query.known.has(written) ? this.cut(written) : written);
    });
  }

  // A Hebrew word without the prefixes that hide a known term.
  cut(word) {
    const { same, inPhrases } = this.query;
    const rests = [word, ...Words.unprefixed(word)];
    return [same, inPhrases].map((terms) => rests.find((rest) => terms.has(this.query.stem(rest)))).find(Boolean) ?? word;
  }

  // A word that is in no form on the site, nor begins one, as its halves or as the one that was meant.
  mended(word) {
    const [whole, ...forms] = Words.forms(word, this.query.known);
    const parts = Words.parts(word);
    const isHeld = this.holds(whole) || (parts.length ? parts.every(this.holds) : forms.some(this.holds));
    if (isHeld || this.query.same.has(this.query.key(word)) || this.query.asks(word)) return [{ word }];
    const halves = this.halves(whole);
    const best = halves.find((pair) => this.query.longest(pair, 0) > 1) ?? halves[0];
    if (best) return best.map((half) => ({ word: half, sure: 0.9 }));
    const words = this.spelled();
    for (const form of words.keys()) if (form.startsWith(whole)) return [{ word }];
    const meant = Slips.nearest(whole, words);
    return [meant ?? { word }];
  }

  // The words of the site and those that mean the same, with how often each is met.
  spelled() {
    this.all ??= new Map([...this.others, ...[...this.counts].filter(([form]) => !/^[=~]/.test(form))]);
    return this.all;
  }

  // A run of Chinese, divided at the words that are known: those that only ask, and those of the glossary.
  divided(run) {
    const { han, inPhrases } = this.query;
    const pieces = [];
    let rest = "";
    const add = (piece) => {
      while (rest.length > 2 && this.edges.includes(rest[0])) rest = rest.slice(1);
      while (rest.length > 2 && this.edges.includes(rest.at(-1))) rest = rest.slice(0, -1);
      pieces.push(...(rest ? [{ word: rest }] : []), ...piece);
      rest = "";
    };
    for (let at = 0; at < run.length;) {
      const isEdge = at === 0 || at === run.length - 1; // where a sign alone may belong to a word in Latin letters
      const known = han.find((word) => run.startsWith(word, at) && (isEdge || word.length > 1 || !inPhrases.has(word)));
      const longer = known ? this.hanTerms.filter(({ length }) => length > known.length) : this.hanTerms;
      const near = Slips.term(run, at, longer, this.holds, this.like);
      const meant = known && near?.far > 0.5 ? undefined : near;
      if (meant) add([{ word: meant.word, sure: meant.far < 1 ? 0.9 : 0.7 }]);
      else if (known) add([{ word: known }]);
      else rest += run[at];
      at += meant?.length ?? known?.length ?? 1;
    }
    add([]);
    return pieces;
  }

  // The two words of the site that a word is made of.
  halves(whole) {
    const cuts = Array.from({ length: Math.max(0, whole.length - 5) }, (_, at) => at + 3);
    return cuts.map((cut) => [whole.slice(0, cut), whole.slice(cut)]).filter((halves) => halves.every(this.holds));
  }
}
