// What a query asks for: a list of wishes, each with the ways to fulfil it. A way is a list of forms, which are looked
// for together, and a weight: the word itself, its stem, what the glossary and docs/search.yml know as the same.
class Query {
  constructor({ dropped, same }, known, holds) {
    this.known = known;
    this.holds = holds;
    this.dropped = new Set(dropped.flatMap((word) => [word, this.stem(word)]));
    this.same = new Map();
    for (const group of same) {
      const keys = [...new Set(group.map((phrase) => this.key(phrase)).filter(Boolean))];
      for (const key of keys) {
        this.same.set(key, [...new Set([...(this.same.get(key) ?? []), ...keys.filter((other) => other !== key)])]);
      }
    }
    this.phrases = [...this.same.keys()].filter((key) => key.includes(" "));
    this.han = [...this.same.keys(), ...this.dropped].filter((word) => Words.isHan(word)).sort((a, b) => b.length - a.length);
  }

  stem(written) {
    const [whole, next] = Words.forms(written, this.known);
    return Words.isHan(written) ? written : next?.startsWith("=") ? next : whole;
  }

  // All words of a text in their order, names without their modules.
  order(text) {
    return Words.found(text).map(({ written }) => this.stem(written.split(".").at(-1)));
  }

  asks(word) {
    const single = Words.isHan(word) && word.length < 2 && !this.same.has(word);
    return single || /^[\d.]+$/.test(word) || this.dropped.has(word.toLowerCase()) || this.dropped.has(this.stem(word));
  }

  // A phrase by the stems of its words, so that it is met in each of their forms.
  key(phrase) {
    const words = Words.found(phrase).map(({ written }) => written);
    const kept = words.filter((word) => !this.dropped.has(word));
    return (kept.length ? kept : words).map((word) => this.stem(word)).join(" ");
  }

  wishes(text) {
    const words = Words.found(text).flatMap(({ written }) => (Words.isHan(written) ? this.divided(written) : [written]));
    const kept = words.filter((word) => !this.asks(word));
    const wanted = kept.length ? kept : words;
    const ended = /[\s.?!。？！]$/.test(text);
    const wishes = [];
    for (let at = 0; at < wanted.length;) {
      const count = this.longest(wanted, at);
      wishes.push(this.wish(wanted.slice(at, at + count), at + count === wanted.length && !ended));
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

  // A run of Chinese, divided at the words that are known: those that only ask, and those of the glossary.
  divided(run) {
    const pieces = [""];
    for (let at = 0; at < run.length;) {
      const word = this.han.find((known) => run.startsWith(known, at));
      if (word) pieces.push(word, "");
      else pieces.push(pieces.pop() + run[at]);
      at += word?.length ?? 1;
    }
    return pieces.filter(Boolean);
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

  wish(words, last) {
    const single = words.flatMap((word) => this.ways(word, last && word === words.at(-1)));
    const stems = words.map((word) => this.stem(word));
    const key = this.key(words.join(" "));
    const ways = words.length === 1 ? single : [
      { weight: 1, terms: stems },
      ...this.joined(words).map((name) => ({ weight: 0.9, terms: [name] })),
      ...single.map((way) => ({ ...way, weight: way.weight * 0.6 / words.length })),
    ];
    for (const phrase of this.same.get(key) ?? []) {
      ways.push({ weight: 0.7, terms: this.terms(phrase), same: true });
    }
    return { key, ways, isTerm: this.same.has(key) };
  }

  ways(word, last) {
    const forms = Words.forms(word, this.known);
    if (Words.isHan(word)) return [{ weight: 1, terms: forms, begins: word.length === 1 }];
    const [whole] = forms;
    const parts = Words.parts(word);
    const ways = [{ weight: 1, terms: [whole] }];
    if (parts.length) ways.push({ weight: 0.6, terms: parts });
    else for (const form of forms.slice(1)) ways.push({ weight: form[0] === "~" ? 0.4 : 0.85, terms: [form] });
    if (last && whole.length > 1) ways.push({ weight: 0.6, terms: [whole], begins: true });
    return [...ways, ...this.guesses(whole)];
  }

  // What is tried where a word is nowhere on the site: its halves, words that begin with it, words that look like it.
  guesses(whole) {
    const guesses = [];
    for (let cut = 3; !this.holds(whole) && cut <= whole.length - 3; cut++) {
      const halves = [whole.slice(0, cut), whole.slice(cut)];
      if (halves.every((half) => this.holds(half))) guesses.push({ weight: 0.8, terms: halves });
    }
    if (whole.length > 3) guesses.push({ weight: 0.5, terms: [whole], unless: true, begins: true });
    if (whole.length > 4) guesses.push({ weight: 0.4, terms: [whole], unless: true, close: true });
    return guesses;
  }
}
