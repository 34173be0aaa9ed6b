// Which sections hold a form of a word, and how well each fulfils a wish. MiniSearch weighs a form in a section (BM25).
class Lookup {
  constructor(known, titleOf) {
    this.known = known;
    this.counts = new Map(); // how often each form is met on the site
    this.mini = new MiniSearch({
      idField: "location",
      fields: ["title", "terms", "page", "text", "code"],
      extractField: (section, field) => {
        if (field === "page") return titleOf(section);
        const parts = [section[field] ?? []].flat(); // of a phrase that means the same, a word alone says nothing
        return (field === "terms" ? parts.filter((term) => !/\s/.test(term)) : parts).join("\n");
      },
      tokenize: (text) => this.forms(text),
      processTerm: (term) => {
        this.counts.set(term, 1 + (this.counts.get(term) ?? 0));
        return term;
      },
    });
  }

  // A few at a time, so that the page goes on answering.
  read(sections) {
    return this.mini.addAllAsync(sections, { chunkSize: 40 });
  }

  forms(text) {
    return Words.found(text).flatMap(({ written }) => Words.forms(written, this.known));
  }

  // The last word of a query, completed to the commonest word that begins so; the theme offers it in grey.
  completed(text) {
    const last = text.match(/[^\s-]+$/)?.[0] ?? "";
    if (last.length < 3 || last !== last.toLowerCase()) return [];
    const longer = [...this.counts.keys()].filter((term) => term.startsWith(last));
    return longer.sort((a, b) => this.counts.get(b) - this.counts.get(a)).slice(0, 1);
  }

  // The sections that hold a form, with their scores and the words that were met; stems are no words to begin.
  holding(term, options) {
    const found = this.mini.search(term, {
      tokenize: (text) => [text],
      processTerm: (name) => name,
      boost: { title: 3, terms: 2, page: 1.5, text: 1, code: 0.6 },
      ...options,
    });
    const isWord = (met) => !options.prefix || !/^[=~]/.test(met);
    return found.map(({ id, score, match }) => [id, { score, met: Object.keys(match).filter(isWord) }]);
  }

  // For one way to fulfil a wish: the sections that hold most of its forms, by the mean of what each form gives them.
  way({ terms, weight, begins, least = 0.6 }) {
    const options = { prefix: Boolean(begins) };
    const found = new Map();
    for (const [id, { score, met }] of terms.flatMap((term) => this.holding(term, options))) {
      const entry = found.get(id) ?? { score: 0, met: [], count: 0 };
      found.set(id, { score: entry.score + score, met: [...entry.met, ...met], count: entry.count + 1 });
    }
    for (const [id, entry] of found) {
      const share = entry.count / terms.length;
      if (share < least) found.delete(id);
      else entry.score *= weight * share / terms.length;
    }
    return found;
  }

  // The best way counts, the others a little; what may be a slip is sought only where nothing else is found. `count` is
  // how many sections are found in a way that is more than a part of what was typed.
  wish({ ways }) {
    const best = new Map();
    let quality = 0;
    const whole = new Set();
    for (const way of ways.filter(({ unless }) => !unless).concat(ways.filter(({ unless }) => unless))) {
      if (way.unless && best.size) break;
      const found = this.way(way);
      if (found.size) quality = Math.max(quality, way.quality ?? way.weight);
      for (const [id, { score, met }] of found) {
        const entry = best.get(id) ?? { score: 0, met: [], sure: 0 };
        const [more, less] = [Math.max(entry.score, score), Math.min(entry.score, score)];
        best.set(id, { score: more + 0.3 * less, met: [...entry.met, ...met], sure: Math.max(entry.sure, Math.min(1, way.weight)) });
        if (way.weight > 0.45) whole.add(id);
      }
    }
    return { found: best, quality, count: whole.size || best.size };
  }
}
