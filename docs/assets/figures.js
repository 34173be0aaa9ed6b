// Values on figures: the row of the folded table that belongs to the point nearest to the pointer or the finger, or that
// the arrow keys have come to. The points of a curve with the attribute data-y are the rows of that table, in their order;
// other shapes have the numbers of their rows in data-rows.
const svgElement = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);

// Dots, marks and bars, each where its middle is.
const shapesOf = (part) => {
  const drawn = [...part.querySelectorAll("path")].flatMap((path) => path.getAttribute("d").split("M").slice(1));
  const middle = (numbers) => (Math.min(...numbers) + Math.max(...numbers)) / 2;
  return part.dataset.rows.split(" ").map((row, place) => {
    const corners = [...drawn[place].matchAll(/(-?[\d.]+) (-?[\d.]+)/g)];
    return { x: middle(corners.map(([, x]) => +x)), y: middle(corners.map(([, , y]) => +y)), row: +row };
  });
};

class Reading {
  constructor(figure, shown) {
    this.svg = figure.querySelector(":scope > svg");
    const texts = (row) => [...row.children].map((cell) => cell.textContent);
    const rows = [...figure.querySelectorAll(".values tbody tr")].map(texts);
    this.rows = figure.dataset.every ? JSON.parse(figure.dataset.every) : rows;
    this.heads = texts(figure.querySelector(".values thead tr"));
    this.points = [...shown].flatMap((part) => (part.dataset.rows ? shapesOf(part) : this.pointsOf(part)));
    if (shown[0].dataset.rows) this.points.sort((a, b) => a.x - b.x);
    else this.points.sort((a, b) => a.row - b.row);
    this.order = [...new Set(this.points.map(({ row }) => row))];
    this.told = figure.appendChild(document.createElement("div"));
    this.told.className = "reading";
    this.told.setAttribute("aria-live", "polite");
    this.marks = this.svg.appendChild(svgElement("g"));
    this.row = null;
    this.svg.setAttribute("tabindex", "0");
  }

  // A long table has every nth row only, so every nth point can be told.
  pointsOf(curve) {
    const found = [...curve.querySelector("path").getAttribute("d").matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)];
    const step = Math.ceil(found.length / this.rows.length);
    return found
      .map(([, x, y], place) => ({ x: +x, y: +y, row: place / step }))
      .filter(({ row }) => Number.isInteger(row));
  }

  // Of several at one place the one that is drawn last, and so lies on top.
  nearest(event) {
    const box = this.svg.getBoundingClientRect();
    const scale = this.svg.viewBox.baseVal.width / box.width;
    const x = (event.clientX - box.left) * scale;
    const y = (event.clientY - box.top) * scale;
    const away = (point) => Math.hypot(point.x - x, point.y - y);
    return this.points.reduce((best, point) => (away(point) <= away(best) ? point : best));
  }

  show(row) {
    if (row === this.row) return;
    this.row = row;
    this.told.replaceChildren(
      ...this.rows[row].map((cell, place) => {
        const line = document.createElement("div");
        const value = document.createElement("b");
        value.textContent = cell;
        line.append(`${this.heads[place]} `, value);
        return line;
      }),
    );
    const here = this.points.filter((point) => point.row === row);
    this.marks.replaceChildren(
      ...here.map(({ x, y }) => {
        const mark = svgElement("circle");
        for (const [name, value] of Object.entries({ cx: x, cy: y, r: 5, class: "at" })) mark.setAttribute(name, value);
        return mark;
      }),
    );
    this.place(here[0]);
  }

  // Beside the point, on the side where there is more room.
  place(point) {
    const scale = this.svg.clientWidth / this.svg.viewBox.baseVal.width;
    const left = point.x * scale;
    const beyond = left > this.svg.clientWidth / 2;
    this.told.style.left = beyond ? "auto" : `${left + 14}px`;
    this.told.style.right = beyond ? `${this.svg.clientWidth - left + 14}px` : "auto";
    this.told.style.top = `${Math.max(0, Math.min(point.y * scale, this.svg.clientHeight - this.told.offsetHeight))}px`;
  }

  hide() {
    this.row = null;
    this.told.replaceChildren();
    this.marks.replaceChildren();
  }

  // Home and End, and the arrows, which run as time does on the figure: to the right in every language.
  key(event) {
    const at = this.order.indexOf(this.row);
    const last = this.order.length - 1;
    const to = { ArrowRight: at + 1, ArrowLeft: at < 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (event.key === "Escape") this.hide();
    if (to === undefined) return;
    event.preventDefault();
    this.show(this.order[Math.max(0, Math.min(to, last))]);
  }
}

for (const figure of document.querySelectorAll("figure.plot")) {
  const shown = figure.querySelectorAll(":scope > svg :is([data-y], [data-rows])");
  if (!shown.length || !figure.querySelector(".values tbody tr")) continue;
  const reading = new Reading(figure, shown);
  for (const kind of ["pointermove", "pointerdown"]) {
    reading.svg.addEventListener(kind, (event) => reading.show(reading.nearest(event).row));
  }
  reading.svg.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && reading.hide());
  reading.svg.addEventListener("keydown", (event) => reading.key(event));
  reading.svg.addEventListener("blur", () => reading.hide());
}
