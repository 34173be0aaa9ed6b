// What a browser remembers for all pages of the site; Material's own script reads and writes by these names.
var __md_scope = new URL(document.currentScript.dataset.scope, location);
// Material notes a theme with each page; it is the reader's only once they chose it, and until then the device's.
let themeChosen = false;
document.addEventListener("change", ({ target }) => (themeChosen ||= target.name === "__palette"), true);
var __md_hash = (text) => [...text].reduce((hash, character) => (hash << 5) - hash + character.charCodeAt(0), 0);
// Where a browser keeps nothing, or does not let the page ask, nothing is remembered.
var __md_get = (name, store, scope = __md_scope) => {
  try {
    return JSON.parse((store ?? localStorage).getItem(`${scope.pathname}.${name}`));
  } catch {
    return null;
  }
};
var __md_set = (name, value, store, scope = __md_scope) => {
  if (name === "__palette" && !themeChosen) return;
  try {
    (store ?? localStorage).setItem(`${scope.pathname}.${name}`, JSON.stringify(value));
  } catch {
    // As above.
  }
};

// The theme that the reader chose, or the device's, before the page is drawn.
{
  const palette = __md_get("__palette");
  if (palette?.color) {
    for (const [name, value] of Object.entries(palette.color)) document.body.setAttribute(`data-md-color-${name}`, value);
  } else if (matchMedia("(prefers-color-scheme: dark)").matches) {
    document.body.setAttribute("data-md-color-scheme", "slate");
  }
}
