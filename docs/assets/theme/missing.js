// The page for what is not there: this file was found at the root of the site, so links lead there, under any prefix.
// The page asks for it at several depths, and the first that is found is the right one.
if (!document.documentElement.dataset.root) {
  const { src, dataset } = document.currentScript;
  const root = new URL("../..", src);
  document.documentElement.dataset.root = root.pathname;
  for (const link of document.querySelectorAll("[data-path]")) link.href = new URL(link.dataset.path || ".", root).href;
  const sections = [...document.querySelectorAll("[data-prefix]")];
  const path = location.pathname.slice(root.pathname.length).toLowerCase();
  const fits = ({ dataset: { prefix } }) => path.startsWith(prefix.toLowerCase());
  const own = sections.findLast(fits) ?? sections[0];
  for (const section of sections) section.hidden = section !== own;
  Object.assign(document.documentElement, { lang: own.lang, dir: own.dir });
  document.title = own.querySelector("h1").textContent;
  try {
    const kept = localStorage.getItem(`${new URL(dataset.scope, location).pathname}.__palette`);
    document.documentElement.dataset.scheme = JSON.parse(kept)?.color?.scheme ?? "";
  } catch {
    // Nothing is remembered where a browser keeps nothing.
  }
}
