// The pages that a query finds, each with its sections, the best first.
const ASIDE = 0.4; // the boost of a guide's exercises; less has what is no guide
class Finder {
  static async over(index) {
    const finder = new Finder(index);
    await finder.lookup.read(finder.sections);
    return finder;
  }

  constructor(index) {
    this.sections = index.docs.map((section) => ({ text: [], code: [], ...section })); // empty lists are not sent
    for (const section of this.sections) section.terms = (section.same ?? []).flatMap((group) => index.same[group]);
    this.pages = new Map(this.sections.filter(({ location }) => !location.includes("#")).map((page) => [page.location, page]));
    const written = this.sections.flatMap(({ title, text }) => [title, ...text]).flatMap((text) => Words.found(text));
    this.known = new Set(written.map((word) => word.written).filter(Words.isHebrew));
    this.lookup = new Lookup(this.known, (section) => (section === this.page(section) ? section.about : this.page(section).title));
    this.query = new Query(index, this.known, this.lookup.counts);
    this.telling = this.named(written);
    this.taught = new Map(); // the section that explains a term
    for (const { location, terms } of this.sections) {
      for (const term of terms) {
        for (const key of [this.query.key(term), term.toLowerCase().replace(/[\s-]/g, "")]) this.taught.set(key, location);
      }
    }
  }

  page(section) {
    return this.pages.get(section.location.split("#")[0]) ?? section;
  }

  // What tells a topic, beside the terms: names of the code, and the words of the guides' titles.
  named(written) {
    const names = written.map((word) => word.written).filter((word) => Words.parts(word).length).flatMap((name) => [name, name.split(".").at(-1)]);
    const titles = this.sections.filter(({ boost }) => !boost).flatMap((section) => this.heads(section.title).flat());
    return new Set([...names.map((name) => name.toLowerCase()), ...titles]);
  }

  // The words of a title, each with its forms.
  heads(title) {
    const words = Words.found(title).map(({ written }) => written).filter((word) => !this.query.asks(word));
    return words.flatMap((word) => (
      Words.isHan(word) ? Words.pairs(word).map((pair) => [pair]) : [Words.forms(word, this.known)]));
  }

  search(typed) {
    const text = this.query.typed.plain(typed);
    const wishes = this.wishes(text);
    const order = this.query.order(text);
    const trust = Typed.isMessage(typed) ? 2 : Typed.isQuestion(typed) ? 0 : 1;
    const groups = new Map();
    for (const section of this.sections) {
      const given = wishes.map(({ given }) => given.get(section.location));
      if (!given.some(Boolean)) continue;
      const boost = section.boost ?? 1;
      const scores = given.map((gift) => (gift?.score ?? 0) * (gift?.explains ? Math.max(boost, 0.8) : boost));
      const better = this.closeness(section, order, trust > 1 || boost >= ASIDE ? trust : 0) * Math.max(this.titled(section, wishes, 0.4), this.explains(given, wishes));
      const entry = { section, scores, score: this.total(scores, wishes) * better };
      entry.met = new Set(given.flatMap((gift) => gift?.met ?? []));
      const page = this.page(section);
      groups.set(page, [...(groups.get(page) ?? []), entry]);
    }
    const pages = [...groups].map(([page, found]) => {
      found.sort((a, b) => b.score - a.score);
      const first = wishes.map(({ given }) => given.get(page.location)); // its introduction stands for the page
      const better = Math.max(this.titled(page, wishes, 0.6), this.explains(first, wishes));
      return { page, found, score: this.together(found, wishes) * better };
    });
    return pages.sort((a, b) => b.score - a.score);
  }

  // The wishes of a query with what they give to each section. A wish that few sections fulfil weighs more, so does a
  // term of the site; a slip weighs less. The section that explains a term gets the most of it, and
  // the one that explains words together has something of each.
  wishes(text) {
    const wishes = this.query.wishes(text).map((wish) => ({ ...wish, ...this.lookup.wish(wish) }));
    const fulfilled = wishes.filter(({ found, ...wish }) => found.size || this.place(wish));
    const tells = ({ isTerm, ways: [{ terms }] }) => isTerm || terms.every((term) => this.telling.has(term));
    const isTold = fulfilled.some(tells);
    const weighed = fulfilled.map((wish) => {
      const { key, ways, isTerm, found, quality, count } = wish;
      const at = this.place(wish);
      const isGeneral = wishes.length > 1 && this.query.general.has(key);
      const isRun = Words.isHan(key) && key.length > 2; // of signs that are no known term
      const isBeside = isTold && !tells(wish); // of plain words, which are rare by chance
      const kind = isGeneral ? 0.5 : isTerm ? 1.3 : (isRun ? 0.7 : 1) * (isBeside ? 0.5 : 1);
      const weight = (at ? Math.max(quality, ways[0].weight) : quality) ** 2 * kind * Math.log(1 + this.sections.length / (count + 16));
      const height = Math.max(...[...found.values()].map(({ score }) => score), 0.1);
      const place = at && { met: [], sure: 1, ...found.get(at), score: 1.6 * height, explains: true };
      if (place) found.set(at, place);
      const top = place ? place.score : height;
      const given = new Map([...found].map(([id, { score, met, sure, explains }]) => [id, { met, explains, score: weight * (0.3 * sure + 0.7 * score / top) }]));
      return { ways, weight, given, at, words: wish.words, covers: wish.covers };
    });
    for (const { at, covers } of weighed.filter(({ at, covers }) => at && covers)) {
      for (const { words, weight, given } of weighed.filter(({ words }) => words?.every((word) => covers.has(word)))) {
        const gift = given.get(at) ?? { met: [], score: 0 };
        given.set(at, { ...gift, score: Math.max(gift.score, 0.6 * weight) });
      }
    }
    return weighed;
  }

  // The section that explains what is asked for, or what means the same.
  place({ key, ways: [{ terms }] }) {
    const term = [key, terms[0], ...(this.query.same.get(key) ?? [])].find((phrase) => this.taught.has(phrase));
    return this.taught.get(term);
  }

  // The sum of what the wishes give; what leaves a wish out falls behind.
  total(scores, wishes) {
    const whole = wishes.reduce((sum, { weight }) => sum + weight, 0);
    const covered = wishes.reduce((sum, { weight }, at) => sum + (scores[at] ? weight : 0), 0) / whole;
    return scores.reduce((sum, score) => sum + score, 0) * (0.2 + 0.8 * covered ** 2);
  }

  // A page by its best section, by all of its sections as one, and by the next three.
  together(found, wishes) {
    const most = wishes.map((_, at) => Math.max(...found.map(({ scores }) => scores[at])));
    const next = found.slice(1, 4).reduce((sum, { score }) => sum + score, 0) / 3;
    return found[0].score + 0.4 * this.total(most, wishes) + 0.2 * next;
  }

  // More than 1 where a section explains what the query asks for.
  explains(given, wishes) {
    const whole = wishes.reduce((sum, { weight }) => sum + weight, 0);
    return 1 + 0.4 * wishes.reduce((sum, { weight }, at) => sum + (given[at]?.explains ? weight : 0), 0) / whole;
  }

  // More than 1 where the title of a page or a section and the query ask for the same.
  titled(place, wishes, most) {
    place.heads ??= this.heads(place.title);
    const named = new Set(place.heads.flat());
    const met = wishes.map(({ ways }) => ways.flatMap(({ terms, weight }) => (
      weight > 0.6 && terms.every((term) => named.has(term)) ? terms : [])));
    const whole = wishes.reduce((sum, { weight }) => sum + weight, 0);
    const asked = wishes.reduce((sum, { weight }, at) => sum + (met[at].length ? weight : 0), 0) / whole;
    const forms = new Set(met.flat());
    const share = place.heads.filter((head) => head.some((form) => forms.has(form))).length / (place.heads.length || 1);
    return 1 + most * asked * share;
  }

  // More than 1 where words of the query follow each other in a section as they do in the query. Four and more, such as
  // of a message that was pasted, are hardly chance, unless it is a question that was typed.
  closeness(section, order, trust) {
    section.order ??= [section.title, ...section.text, ...section.code]
      .map((part) => ` ${this.query.order(part).join(" ")} `).join("\n");
    let [longest, from] = [1, 0];
    for (let at = 0; at + longest < order.length; at++) {
      const holds = () => section.order.includes(` ${order.slice(at, at + longest + 1).join(" ")} `);
      while (at + longest < order.length && holds()) [longest, from] = [longest + 1, at];
    }
    const share = longest < 2 ? 0 : longest / order.length;
    const telling = order.slice(from, from + longest).filter((stem) => !this.query.dropped.has(stem));
    if (longest < 4 || !trust) return 1 + 0.5 * share;
    return 1 + 4 * Math.max(share, trust > 1 && telling.length > 1 ? Math.min(1, (longest - 2) / 5) : 0);
  }
}
