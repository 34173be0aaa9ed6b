// The switcher of languages leads to the same section: heading ids are the same in every language.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".md-select__link[hreflang]");
  if (link) link.hash = location.hash;
});
