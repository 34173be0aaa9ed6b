// What a browser remembers for all pages of the site; Material's own script reads and writes by these names.
var __md_scope = new URL(document.currentScript.dataset.scope, location);
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
  try {
    (store ?? localStorage).setItem(`${scope.pathname}.${name}`, JSON.stringify(value));
  } catch {
    // As above.
  }
};

// The theme that the reader chose, or the device's, before the page is drawn. Material's script would style the page anew
// four times for it; what is kept, and where it stands on the page, is as Material has it.
{
  const inputs = [...document.querySelectorAll("[name='__palette']")];
  const device = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const bar = document.head.appendChild(document.createElement("meta")); // of the browser, in the header's colour
  bar.name = "theme-color";
  const show = ({ dataset: { mdColorScheme: scheme } }) => {
    document.body.dataset.mdColorScheme = scheme;
    root.style.colorScheme = scheme === "slate" ? "dark" : ""; // the window's own parts, such as its bar to scroll
    for (const input of inputs) input.nextElementSibling.hidden = input.dataset.mdColorScheme !== scheme;
    requestAnimationFrame(() => {
      bar.content = getComputedStyle(document.querySelector(".md-header")).backgroundColor;
      root.classList.remove("switching");
    });
  };
  const asKept = () => {
    const kept = __md_get("__palette")?.color?.scheme;
    show(inputs.find(({ dataset }) => dataset.mdColorScheme === kept) ?? inputs[+device.matches]);
  };
  const form = inputs[0].form;
  form.addEventListener("change", ({ target }) => {
    root.classList.add("switching");
    show(target);
    __md_set("__palette", { index: inputs.indexOf(target), color: { scheme: target.dataset.mdColorScheme } });
  });
  form.addEventListener("keydown", ({ key, target }) => {
    if (key !== "Enter") return;
    const next = inputs[(inputs.indexOf(target) + 1) % inputs.length];
    next.click();
    next.focus();
  });
  device.addEventListener("change", asKept);
  asKept();
}
