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
    this.phrases = [...this.same.keys()].filter((key) => key.includes(" "));
    this.inPhrases = new Set(this.phrases.flatMap((phrase) => phrase.split(" ")));
    const han = [...this.same.keys(), ...this.inPhrases, ...this.dropped].filter((word) => /^\p{Script=Han}+$/u.test(word));
    this.han = [...new Set(han)].sort((a, b) => b.length - a.length);
    this.typed = new Typed(index, this, counts);
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

  // The key of words that were typed: as they are, or where that is no known term, in Hebrew, without their prefixes.
  keyOf(words) {
    const key = this.key(words.join(" "));
    if (this.same.has(key) || !words.some((word) => /^[בלומשכ]/.test(word))) return key;
    const cut = this.key(words.map((word) => this.typed.cut(word)).join(" "));
    return this.same.has(cut) ? cut : key;
  }

  wishes(text) {
    const asked = this.typed.words(text);
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
}
