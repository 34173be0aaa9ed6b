// What is found as the theme shows it: pages with their sections, each with a part of its text in which words are marked.
const shown = (() => {
  const SHORT = 240; // of a part, in characters
  const escaped = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

  // Where the words stand that were met, and how many different ones these are.
  const places = (text, met, known) => {
    const found = [];
    for (const { written, start, end } of Words.found(text)) {
      const forms = Words.forms(written, known);
      if (Words.isHan(written)) forms.forEach((pair, at) => met.has(pair) && found.push([start + at, start + at + pair.length, pair]));
      else if (forms.some((form) => met.has(form))) found.push([start, end, forms.find((form) => met.has(form))]);
    }
    return found;
  };

  const marked = (text, found) => {
    let html = "";
    let at = 0;
    for (const [start, end] of found) {
      if (end <= at) continue;
      html += `${escaped(text.slice(at, start))}<mark>${escaped(text.slice(Math.max(at, start), end))}</mark>`;
      at = end;
    }
    return (html + escaped(text.slice(at))).replace(/`([^`]*)`/g, "<code>$1</code>").replaceAll("</mark><mark>", "");
  };

  // The part of a text around the first word that was met, cut at spaces.
  const cut = (text, found) => {
    if (text.length <= SHORT) return [0, text.length];
    const wanted = Math.max(0, (found[0]?.[0] ?? 0) - SHORT / 3);
    const start = wanted && text.indexOf(" ", wanted) > 0 ? Math.min(text.indexOf(" ", wanted) + 1, found[0][0]) : 0;
    const end = text.lastIndexOf(" ", start + SHORT);
    return [start, start + SHORT >= text.length ? text.length : end > start + SHORT / 2 ? end : start + SHORT];
  };

  const piece = (text, met, known) => {
    const found = places(text, met, known);
    const [start, end] = cut(text, found);
    const inside = found.filter((place) => place[0] >= start && place[1] <= end).map(([from, to]) => [from - start, to - start]);
    const ticks = (part) => part.split("`").length - 1;
    const [before, after] = [ticks(text.slice(0, start)) % 2, ticks(text.slice(0, end)) % 2].map((odd) => (odd ? "`" : ""));
    const html = marked(before + text.slice(start, end) + after, inside.map((place) => place.map((at) => at + before.length)));
    return `${start ? "…" : ""}${html}${end < text.length ? "…" : ""}`;
  };

  const variety = (text, met, known) => new Set(places(text, met, known).map(([, , form]) => form)).size;
  const best = (parts, met, known) => parts.map((part) => ({ part, count: variety(part, met, known) }))
    .filter(({ count }) => count).sort((a, b) => b.count - a.count).map(({ part }) => part);

  const teaser = ({ text, code }, met, known) => {
    const [prose] = best(text, met, known);
    const lines = best(code, met, known).slice(0, 2);
    const shownText = prose ?? (lines.length ? undefined : text[0]);
    return (shownText === undefined ? "" : `<p>${piece(shownText, met, known)}</p>`)
      + (lines.length && !prose ? `<pre><code>${lines.map((line) => piece(line, met, known)).join("\n")}</code></pre>` : "");
  };

  // The words as they stand in the text, which the page that is opened marks as well: its address names them.
  const written = ({ title, text, code }, met, known) => {
    const all = [title, ...text, ...code].flatMap((part) => places(part, met, known).map(([start, end]) => part.slice(start, end)));
    return [...new Set(all.map((word) => word.toLowerCase()))].slice(0, 8);
  };

  const address = (section, words) => {
    const [page, place] = section.location.split("#");
    const named = words.map(encodeURIComponent).join("+");
    return `${page}${named && `?h=${named}`}${place ? `#${place}` : ""}`;
  };

  const item = ({ section, score, met }, known, words = written(section, met, known)) => ({
    location: address(section, words),
    title: marked(section.title, places(section.title, met, known)),
    text: teaser(section, met, known),
    score,
    terms: {}, // none is missing
  });

  return (finder, query) => {
    const pages = finder.search(query);
    const groups = pages.filter(({ score }) => score > pages[0].score / 6).map(({ page, found }) => {
      const items = found.slice(0, 8).map((entry) => item(entry, finder.known));
      const isThere = found.slice(0, 8).some(({ section }) => section === page);
      const words = found.map(({ section, met }) => written(section, met, finder.known)).find(({ length }) => length);
      return isThere ? items : [...items, item({ section: page, score: 0, met: new Set() }, finder.known, words ?? [])];
    });
    return { items: groups, suggest: finder.lookup.completed(query) };
  };
})();
