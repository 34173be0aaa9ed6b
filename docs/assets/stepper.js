// Gradient descent on a line, a step at a time. Where no script runs, the figure of the page stands.
(() => {
  const LEFT = 40, BOTTOM = 20, EDGE = 6; // pixels around a plot
  const REACH = 2.8, RINGS = 9; // how much of the valley is drawn
  const ENOUGH = 1e9; // a loss that has run away
  const SLOW = 260, QUICK = 90, GLIDE = 240; // milliseconds of a line, and of a move
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  const set = (node, attributes, ...children) => {
    for (const name in attributes) node.setAttribute(name, attributes[name]);
    node.append(...children);
    return node;
  };
  const html = (name, ...more) => set(document.createElement(name), ...more);
  const svg = (name, ...more) => set(document.createElementNS("http://www.w3.org/2000/svg", name), ...more);

  // A readable number: fewer decimals where it is large, a power of ten where it has run away.
  const shown = (value, decimals = 3) => {
    const size = Math.abs(value);
    let text = size.toFixed(size < 100 ? decimals : 1);
    if (size >= 1e5) {
      const [digits, power] = size.toExponential(1).split("e+");
      text = `${digits} × 10${power.replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit])}`;
    }
    return value < 0 && text !== "0.000" ? `−${text}` : text;
  };
  const bracketed = (value) => shown(value).replace(/^−.*/, "($&)");
  // Values keep their own direction inside a sentence of any language.
  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => `\u2066${values[name]}\u2069`);

  // A formula from plain text: letters slanted, `_i` below the line, `^2` above it.
  const formula = (text) =>
    text.split(/(_\w|\^\d|[a-zη∂]+)/i).map((part) => {
      if (/^[_^]/.test(part)) return html(part[0] === "_" ? "sub" : "sup", {}, part[1]);
      return /^[a-zη∂]/i.test(part) ? html("var", {}, part) : part;
    });

  // What the lines of the step compute, in letters or numbers; `is` writes the result, if any.
  const LINES = { loss: "loss = ", gradients: "tape.gradient", w: "w.assign_sub", b: "b.assign_sub" };
  const LETTERS = { w: "w", b: "b", rate: "η", dw: "∂L/∂w", db: "∂L/∂b" };
  const formulas = (count, { w, b, rate, dw, db }, is) => {
    const errors = `/${count} Σ (${w} x_i + ${b} − y_i)`;
    return {
      loss: [`L = 1${errors}^2${is("loss")}`],
      gradients: [`∂L/∂w = 2${errors} x_i${is("dw")}`, `∂L/∂b = 2${errors}${is("db")}`],
      w: [`w ← ${w} − ${rate} · ${dw}${is("nextW")}`],
      b: [`b ← ${b} − ${rate} · ${db}${is("nextB")}`],
    };
  };

  // The loss of a line and its gradient, by the formulas of the guide.
  const measure = ({ x, y }, w, b) => {
    let loss = 0, dw = 0, db = 0;
    x.forEach((value, place) => {
      const error = w * value + b - y[place];
      loss += error * error / x.length;
      dw += 2 * error * value / x.length;
      db += 2 * error / x.length;
    });
    return { loss, dw, db };
  };

  // The valley of the loss: its lowest point, its shape, and how steep it is at most.
  const valley = (data) => {
    const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const first = mean(data.x), second = mean(data.x.map((value) => value * value));
    const { dw, db } = measure(data, 0, 0);
    const w = (first * db - dw) / 2 / (second - first * first), b = -db / 2 - first * w;
    const steepest = (second + 1 + Math.hypot(second - 1, 2 * first)) / 2;
    return { w, b, first, second, steepest, loss: measure(data, w, b).loss };
  };
  const ring = ({ w, b, first, second }, radius) =>
    Array.from({ length: 49 }, (_, place) => {
      const across = Math.cos(place * Math.PI / 24), up = Math.sin(place * Math.PI / 24);
      const far = radius / Math.sqrt(second * across * across + 2 * first * across * up + up * up);
      return [w + far * across, b + far * up];
    });

  // The numbers on an axis.
  const ticks = (low, high) => {
    const step = 2 ** Math.round(Math.log2((high - low) / 3)), found = [];
    for (let at = Math.ceil(low / step) * step; at <= high; at += step) found.push([at, `${at}`.replace("-", "−")]);
    return found;
  };

  // A square plot: what is drawn inside and leaves its frame is cut off.
  class Plot {
    constructor(label, ...names) {
      this.names = names;
      [this.axes, this.ground, this.moving] = ["axes", "ground", "moving"].map((name) => svg("g", { class: name }));
      this.frame = svg("svg", {}, this.ground, this.moving);
      this.node = svg("svg", { role: "img", "aria-label": label }, this.axes, this.frame);
    }

    fit(size, [left, right], [low, high]) {
      const width = size - LEFT - EDGE, height = size - BOTTOM - EDGE;
      this.x = (value) => (value - left) / (right - left) * width;
      this.y = (value) => (high - value) / (high - low) * height;
      set(this.node, { viewBox: `0 0 ${size} ${size}` });
      set(this.frame, { x: LEFT, y: EDGE, width, height });
      const text = (x, y, words, name) => svg("text", { x, y, class: name }, words);
      this.axes.replaceChildren(
        svg("path", { d: `M${LEFT} ${EDGE}v${height}h${width}` }),
        ...ticks(left, right).map(([value, mark]) => text(LEFT + this.x(value), size - 4, mark, "across")),
        ...ticks(low, high).map(([value, mark]) => text(LEFT - 4, EDGE + this.y(value) + 4, mark, "up")),
        text(LEFT + width, EDGE + height - 6, this.names[0], "up name"),
        text(LEFT + 6, EDGE + 10, this.names[1], "name"),
      );
    }

    // Dots are pieces of a path without length, with round ends: one path for all of them.
    path(points, name, dots) {
      const places = points.map(([x, y]) => `${this.x(x).toFixed(1)} ${this.y(y).toFixed(1)}`);
      return svg("path", { class: name, d: dots ? places.map((place) => `M${place}h0`).join("") : `M${places.join("L")}` });
    }
  }

  class Stepper {
    constructor(figure, data) {
      Object.assign(this, { figure, data, words: data.words, valley: valley(data), rate: data.rate, quiet: true });
      this.line = new Plot(this.words.line_long, "x", "y");
      this.surface = new Plot(this.words.surface_long, "w", "b");
      this.build();
      this.reset();
      new ResizeObserver(() => this.fit()).observe(this.plots);
      if (data.compact && !still.matches) this.startInSight();
    }

    build() {
      const { words, data } = this;
      const button = (action, label = "") => {
        const made = html("button", {}, label);
        made.onclick = () => {
          this.quiet = false;
          action();
        };
        return made;
      };
      const plot = ({ node }, title) => html("div", {}, html("p", { "aria-hidden": true }, title), node);
      this.runs = button(() => this.toggle());
      this.advances = button(() => this.start(1, SLOW), words.step);
      const buttons = html("div", { class: "buttons" }, this.advances, this.runs, button(() => this.reset(), words.reset));
      this.told = html("p", { class: "told", role: "status" });
      this.plots = html("div", { class: "plots" }, plot(this.line, words.line), plot(this.surface, words.surface));
      const code = this.code();
      const parts = data.compact
        ? [this.plots, buttons, this.told]
        : [html("div", { class: "controls" }, buttons, this.slider()), this.plots, this.told, code];
      this.figure.prepend(html("div", { class: "stepper", role: "group", "aria-label": words.name }, ...parts));
      this.figure.classList.add("moved");
    }

    slider() {
      const range = html("input", { type: "range", min: 0.01, max: 1, step: 0.01, value: this.rate });
      const told = html("span", { class: "value", "aria-hidden": true });
      const choose = () => {
        this.rate = Number(range.value);
        // What a step multiplies the distance left by.
        const factor = 1 - 2 * this.rate * this.valley.steepest;
        const kind = factor > 0.9 ? "too_small" : factor > 0 ? "moderate" : factor > -1 ? "large" : "too_large";
        const text = `\u2066η = ${shown(this.rate, 2)}\u2069 · ${this.words[kind]}`;
        told.textContent = text;
        set(range, { "aria-valuetext": text });
        if (this.over) this.reset("again");
      };
      range.oninput = choose;
      choose();
      return html("label", { class: "rate" }, this.words.rate, range, told);
    }

    code() {
      this.rows = this.data.lines.map((text) => {
        const kind = Object.keys(LINES).find((name) => text.includes(LINES[name]));
        const code = html("code", { style: `--depth: ${text.search(/\S/)}ch` }, text), sums = html("div", { class: "sums" });
        return { kind, sums, node: html("li", {}, code, sums) };
      });
      return html("ol", { class: "lines", dir: "ltr" }, ...this.rows.map((row) => row.node));
    }

    write(kinds, values, is) {
      const texts = formulas(this.data.x.length, values, is);
      for (const { kind, sums } of this.rows) {
        if (kinds.includes(kind)) sums.replaceChildren(...texts[kind].map((text) => html("p", {}, ...formula(text))));
      }
    }

    light() {
      this.rows.forEach(({ node }, place) => node.classList.toggle("lit", place > 0 && place === this.at));
    }

    reset(note) {
      clearTimeout(this.timer);
      cancelAnimationFrame(this.frame);
      const { w, b } = this.data, found = measure(this.data, w, b), whole = { epoch: 0, at: 0, left: 0, step: null };
      Object.assign(this, { ...whole, w, b, found, first: found.loss, point: [w, b], path: [[w, b]], grows: false, over: false });
      this.write(Object.keys(LINES), LETTERS, () => "");
      this.light();
      this.fit();
      this.tell(note);
    }

    toggle() {
      if (this.left > 1) this.left = 1;
      else this.start(this.data.epochs, QUICK);
      this.tell();
    }

    // A step that is under way is brought to its end first.
    start(count, wait) {
      clearTimeout(this.timer);
      while (this.step) this.next();
      if (this.over) return;
      this.left = count;
      this.go(wait);
    }

    go(wait) {
      do this.next();
      while (still.matches && this.left);
      if (this.left) this.timer = setTimeout(() => this.go(wait), wait);
    }

    next() {
      this.step ??= this.planned();
      this.at += 1;
      this.light();
      const { kind } = this.rows[this.at], { to, values, is } = this.step;
      if (kind) this.write([kind], values, is);
      if (kind === "gradients") this.draw(to);
      if (kind === "b") this.glide(to);
      if (this.at === this.rows.length - 1) this.ended(to);
    }

    // All that a step will compute.
    planned() {
      const { w, b, rate, found } = this, { dw, db } = found;
      const to = [w - rate * dw, b - rate * db], results = { ...found, nextW: to[0], nextB: to[1] };
      const values = { w: shown(w), b: bracketed(b), rate: shown(rate, 2), dw: bracketed(dw), db: bracketed(db) };
      return { to, values, is: (name) => ` = ${shown(results[name])}` };
    }

    ended([w, b]) {
      const found = measure(this.data, w, b), over = found.loss > ENOUGH;
      this.path.push([w, b]);
      Object.assign(this, { w, b, found, over, grows: found.loss > this.found.loss, epoch: this.epoch + 1, at: 0, step: null });
      this.left = over ? 0 : Math.max(0, this.left - 1);
      this.tell();
    }

    // While steps follow one another nothing is read out; the last one is.
    tell(note) {
      const { words, data, epoch, w, b, found: { loss } } = this;
      const values = { epoch, w: `w = ${shown(w)}`, b: `b = ${shown(b)}`, loss: shown(loss), first: shown(this.first) };
      const ends = loss - this.valley.loss < 0.0005 ? "arrived" : epoch || data.compact ? "" : "hint";
      const more = note ?? (this.over ? "stopped" : this.grows ? "grows" : ends);
      set(this.told, { "aria-live": this.left || this.quiet ? "off" : "polite" });
      this.told.replaceChildren(filled(words.state, values), " ", html("strong", {}, filled(words[more] ?? "", values)));
      this.runs.textContent = this.left > 1 ? words.pause : filled(words.run, data);
      for (const made of [this.advances, this.runs]) set(made, { "aria-disabled": this.over });
      Object.assign(this.figure.dataset, { epoch, w, b, loss });
    }

    glide(to, from = this.point, begun = performance.now()) {
      cancelAnimationFrame(this.frame);
      const share = still.matches ? 1 : Math.min(1, (performance.now() - begun) / GLIDE);
      this.point = from.map((value, place) => value + share * (to[place] - value));
      this.draw();
      if (share < 1) this.frame = requestAnimationFrame(() => this.glide(to, from, begun));
    }

    // What stays while the weights move.
    fit() {
      this.size = this.line.node.getBoundingClientRect().width;
      if (!this.size) return;
      const { x, y, true_w: w, true_b: b } = this.data, [low, high] = [Math.min(...x), Math.max(...x)];
      const room = (high - low) / 20;
      this.ends = [low - room, high + room];
      this.line.fit(this.size, this.ends, [Math.min(...y) - 0.5, Math.max(...y) + 0.5]);
      const points = x.map((value, place) => [value, y[place]]), truth = this.ends.map((end) => [end, w * end + b]);
      this.line.ground.replaceChildren(this.line.path(points, "data", true), this.line.path(truth, "truth"));
      this.reach = 0;
      this.draw();
    }

    // The valley as far as the path leads.
    widen() {
      const { w, b } = this.valley, surface = this.surface;
      let reach = REACH;
      for (const point of [...this.path, this.point]) {
        while (Math.abs(point[0] - w) > reach || Math.abs(point[1] - b) > reach) reach *= 2;
      }
      if (reach === this.reach) return;
      this.reach = reach;
      surface.fit(this.size, [w - reach, w + reach], [b - reach, b + reach]);
      const rings = Array.from({ length: RINGS }, (_, place) => ring(this.valley, (place + 1) * reach / REACH / 2));
      const drawn = rings.map((points) => surface.path(points, "ring"));
      surface.ground.replaceChildren(...drawn, surface.path([[w, b]], "lowest", true));
    }

    // What moves.
    draw(to = this.point) {
      if (!this.size) return;
      this.widen();
      const { line, surface, point } = this;
      line.moving.replaceChildren(line.path(this.ends.map((end) => [end, point[0] * end + point[1]]), "now"));
      surface.moving.replaceChildren(
        surface.path([point, to], "ahead"),
        surface.path([...this.path, point], "way"),
        surface.path(this.path, "steps", true),
        surface.path([point], "here", true),
      );
    }

    // On the home page the loop begins to move when it is seen.
    startInSight() {
      const seen = new IntersectionObserver(([entry]) => {
        if (entry.isIntersecting && this.quiet && !this.epoch && !this.left) this.toggle();
      }, { threshold: 0.6 });
      seen.observe(this.plots);
    }
  }

  for (const figure of document.querySelectorAll("[data-stepper]")) new Stepper(figure, JSON.parse(figure.dataset.stepper));
})();
