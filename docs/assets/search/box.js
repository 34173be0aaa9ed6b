// The theme's search box, with a search of our own behind it: the theme sends queries to a worker and shows what comes
// back. Here the "worker" is in the page, since a page in a folder may start none, and it loads nothing until someone
// searches: then its script, and the index of the language as a script too.
(() => {
  const HERE = document.currentScript.src;
  const [, READY, QUERY, RESULT] = [0, 1, 2, 3]; // the theme's messages
  const input = () => document.querySelector(".md-search__input");

  const script = (address) => new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement("script"), { src: address, async: false });
    element.onload = resolve;
    element.onerror = () => reject(new Error(`${address} cannot be loaded`));
    document.head.append(element);
  });

  class Searcher extends EventTarget {
    constructor(index) {
      super();
      this.index = new URL(index, location.href).href;
      setTimeout(() => {
        this.tell(READY);
        input()?.addEventListener("focus", () => this.start().catch(console.warn), { once: true });
        // What is pasted, dictated or composed: the theme listens to keys alone.
        input()?.addEventListener("input", (event) => event.target.dispatchEvent(new Event("keyup")));
      });
    }

    tell(type, data) {
      this.dispatchEvent(new MessageEvent("message", { data: { type, data } }));
    }

    start() {
      this.started ??= Promise.all([new URL("search.js", HERE).href, this.index].map((address) => this.loaded(address)))
        .then(() => Finder.over(__index))
        .catch((error) => {
          this.started = undefined; // the next key tries again
          throw error;
        });
      return this.started;
    }

    // Each once: what a script declares cannot be declared again.
    loaded(address) {
      this.scripts ??= new Map();
      if (!this.scripts.has(address)) {
        this.scripts.set(address, script(address).catch((error) => {
          this.scripts.delete(address);
          throw error;
        }));
      }
      return this.scripts.get(address);
    }

    async postMessage({ type, data }) {
      if (type !== QUERY) return;
      this.asked = data;
      try {
        const finder = data.trim() && await this.start(); // before anything that its script declares is named
        const result = finder ? shown(finder, data) : { items: [] };
        if (this.asked === data) this.tell(RESULT, result); // a later query has not overtaken it
      } catch (error) {
        console.warn(error);
      }
    }
  }

  const Browsers = window.Worker;
  window.Worker = function Worker(address, options) {
    return /search_index\.js$/.test(address) ? new Searcher(address) : new Browsers(address, options);
  };

  // On the page that a result leads to, the words that it found, which its address names.
  const words = new URLSearchParams(location.search).get("h");
  document.addEventListener("DOMContentLoaded", () => {
    const article = document.querySelector("article");
    if (!words || !article || !window.Highlight) return;
    const wanted = words.toLowerCase().split(" ").filter(Boolean);
    const isLetter = (sign) => /^[^\P{L}\p{Script=Han}]|^[\p{N}\p{M}_]/u.test(sign ?? "");
    // Whole words: Chinese has no spaces, and a word in other letters ends where no letter follows.
    const isWhole = (text, word, at) => /^\p{Script=Han}/u.test(word) || !(isLetter(text[at - 1]) || isLetter(text[at + word.length]));
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    const ranges = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const word of wanted) {
        const text = node.data.toLowerCase();
        for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
          if (!isWhole(text, word, at)) continue;
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + word.length);
          ranges.push(range);
        }
      }
    }
    CSS.highlights.set("searched", new Highlight(...ranges));
  });
})();
