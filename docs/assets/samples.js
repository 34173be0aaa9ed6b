// Images of several epochs, one epoch at a time. The figure of the page holds them all, a row for each epoch in one
// picture: this shows a part of that picture, so nothing else is fetched, and the figure stays below, folded.
(() => {
  const DRAWN = "http://www.w3.org/2000/svg";
  const HALVES = 2; // a row is as wide as the page, or stands in two halves on a narrow one

  const html = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };
  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (hole, name) => `\u2066${values[name] ?? hole}\u2069`);

  // The box of a picture as it is drawn, its own transformation included.
  const boxOf = (image) => {
    const { x, y, width, height } = image.getBBox();
    const matrix = image.transform.baseVal.consolidate()?.matrix ?? new DOMMatrix();
    const ends = [new DOMPoint(x, y), new DOMPoint(x + width, y + height)].map((point) => point.matrixTransform(matrix));
    const [left, right] = ends.map((point) => point.x).sort((a, b) => a - b);
    const [top, bottom] = ends.map((point) => point.y).sort((a, b) => a - b);
    return { left, top, width: right - left, height: bottom - top };
  };

  const build = (figure, { rows, words }) => {
    const drawing = figure.querySelector("svg"), image = drawing?.querySelector("image");
    if (!image) return;
    const box = boxOf(image), height = box.height / rows.length, width = box.width / HALVES;
    const halves = Array.from({ length: HALVES }, () => {
      const half = document.createElementNS(DRAWN, "svg");
      half.append(image.cloneNode(true));
      return half;
    });
    const range = html("input", { type: "range", min: 0, max: rows.length - 1, step: 1, value: rows.length - 1 });
    const told = html("p", { role: "status" });
    const show = () => {
      const row = Number(range.value), { epoch, generator, discriminator } = rows[row];
      const trained = generator != null;
      const losses = trained ? { generator: generator.toFixed(3), discriminator: discriminator.toFixed(3) } : {};
      const text = filled(trained ? words.state : words.before, { epoch, ...losses });
      halves.forEach((half, place) => {
        // A little less than the row, so that no edge of the next one is seen.
        const top = box.top + (row + 0.01) * height;
        half.setAttribute("viewBox", `${box.left + place * width} ${top} ${width} ${height * 0.98}`);
      });
      told.replaceChildren(text);
      range.setAttribute("aria-valuetext", text);
      figure.dataset.epoch = epoch;
    };
    range.addEventListener("input", show);
    const label = html("label", {}, html("span", {}, words.epoch), range);
    const row = html("div", { class: "row", role: "img", "aria-label": drawing.getAttribute("aria-label") }, ...halves);
    const folded = html("details", { class: "all" }, html("summary", {}, words.all));
    figure.prepend(html("div", { class: "samples" }, html("div", { class: "live" }, label, row, told), folded));
    folded.append(drawing);
    show();
  };

  for (const figure of document.querySelectorAll("[data-samples]")) build(figure, JSON.parse(figure.dataset.samples));
})();
