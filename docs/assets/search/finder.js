// The sections that a query finds, page by page, as the theme shows them. MiniSearch weighs each form of a word (BM25).
class Finder {
  // Ready once all sections are read, a few at a time, so that the page goes on answering.
  static async over(index) {
    const finder = new Finder(index);
    await finder.mini.addAllAsync(finder.sections, { chunkSize: 40 });
    return finder;
  }

  constructor(index) {
    this.sections = index.docs;
    this.pages = new Map(this.sections.filter(({ location }) => !location.includes("#")).map((page) => [page.location, page]));
    const known = new Set(this.sections.flatMap((section) => [section.title, ...section.text]).flatMap((text) => (
      Words.found(text).map(({ written }) => written).filter(Words.isHebrew))));
    this.known = known;
    const terms = new Map(); // every form on the site, and how often it is met
    this.terms = terms;
    this.query = new Query(index, known, (term) => terms.has(term));
    this.taught = new Map();
    for (const { location, terms: taught = [] } of this.sections) {
      for (const term of taught) this.taught.set(this.query.key(term), location);
    }
    this.mini = new MiniSearch({
      idField: "location",
      fields: ["title", "terms", "page", "text", "code"],
      extractField: (section, field) => this.field(section, field),
      tokenize: (text) => Words.found(text).flatMap(({ written }) => Words.forms(written, known)),
      processTerm: (term) => {
        terms.set(term, 1 + (terms.get(term) ?? 0));
        return term;
      },
    });
  }

  page(section) {
    return this.pages.get(section.location.split("#")[0]) ?? section;
  }

  field(section, field) {
    if (field === "page") return section === this.page(section) ? section.about : this.page(section).title;
    return Array.isArray(section[field]) ? section[field].join("\n") : section[field];
  }

  // The sections that hold a form, with their scores and the forms that were met.
  holding(term, options) {
    const found = this.mini.search(term, {
      tokenize: (text) => [text],
      processTerm: (name) => name,
      boost: { title: 3, terms: 2, page: 1.5, text: 1, code: 0.4 },
      ...options,
    });
    return new Map(found.map(({ id, score, match }) => [id, { score, met: Object.keys(match).filter((met) => options.prefix ? !/^[=~]/.test(met) : true) }]));
  }

  // For one way to fulfil a wish: the sections, by the mean of what each form of it gives them.
  way({ terms, weight, begins, close }) {
    const all = terms.map((term) => this.holding(term, { prefix: Boolean(begins), fuzzy: close ? 0.15 : false }));
    const found = new Map();
    for (const [id, { score, met }] of all.flatMap((sections) => [...sections])) {
      const entry = found.get(id) ?? { score: 0, met: [], count: 0 };
      found.set(id, { score: entry.score + score, met: [...entry.met, ...met], count: entry.count + 1 });
    }
    for (const [id, entry] of found) {
      const share = entry.count / terms.length;
      if (share < 0.6) found.delete(id);
      else entry.score *= weight * share / terms.length;
    }
    return found;
  }

  // The best way counts; a misspelled word is sought only where nothing else is found.
  wish({ ways, key }) {
    const best = new Map();
    let quality = 0;
    for (const way of ways) {
      if (way.unless && best.size) continue;
      const found = this.way(way);
      if (found.size) quality = Math.max(quality, way.weight);
      for (const [id, { score, met }] of found) {
        const entry = best.get(id) ?? { score: 0, met: [] };
        const [more, less] = [Math.max(entry.score, score), Math.min(entry.score, score)];
        best.set(id, { score: more + 0.2 * less, met: [...entry.met, ...met] });
      }
    }
    const place = best.get(this.taught.get(key));
    if (place) place.score = 1.4 * Math.max(...[...best.values()].map(({ score }) => score));
    return { found: best, quality };
  }

  // How well each section and each page fulfils the wishes. A wish that few sections fulfil weighs more, and what leaves
  // a wish out falls behind.
  scored(text) {
    const wishes = this.query.wishes(text).map((wish) => this.wish(wish)).filter(({ found }) => found.size);
    const weights = wishes.map(({ found, quality }) => quality ** 2 * Math.log(1 + this.sections.length / found.size));
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    const sections = new Map();
    wishes.forEach(({ found }, at) => {
      const height = Math.max(...[...found.values()].map(({ score }) => score));
      for (const [id, { score, met }] of found) {
        const entry = sections.get(id) ?? { given: wishes.map(() => 0), met: new Set() };
        entry.given[at] = weights[at] * (0.3 + 0.7 * score / height);
        met.forEach((form) => entry.met.add(form));
        sections.set(id, entry);
      }
    });
    const total = (given) => {
      const covered = given.reduce((sum, value, at) => sum + (value ? weights[at] : 0), 0) / whole;
      return given.reduce((sum, value) => sum + value, 0) * (0.2 + 0.8 * covered ** 2);
    };
    return { sections, total };
  }

  search(text) {
    const { sections, total } = this.scored(text);
    const groups = new Map();
    for (const section of this.sections) {
      const found = sections.get(section.location);
      if (!found) continue;
      const page = this.page(section);
      const boost = section.boost ?? 1;
      const entry = { section, score: total(found.given) * boost, given: found.given.map((value) => value * boost), met: found.met };
      groups.set(page, [...(groups.get(page) ?? []), entry]);
    }
    return [...groups].map(([page, found]) => {
      found.sort((a, b) => b.score - a.score);
      const together = found[0].given.map((_, at) => Math.max(...found.map(({ given }) => given[at])));
      const spread = found.slice(1, 4).reduce((sum, { score }) => sum + score, 0) / 3;
      return { page, found, score: found[0].score + 0.4 * total(together) + 0.2 * spread };
    }).sort((a, b) => b.score - a.score);
  }

  // The last word of a query, completed to the commonest word that begins so; the theme offers it in grey.
  completed(text) {
    const last = text.match(/[^\s-]+$/)?.[0] ?? "";
    if (last.length < 3 || last !== last.toLowerCase()) return [];
    const longer = [...this.terms.keys()].filter((term) => term.startsWith(last));
    return longer.sort((a, b) => this.terms.get(b) - this.terms.get(a)).slice(0, 1);
  }
}
