// The switcher of languages leads to the same section: heading ids are the same in every language.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".md-select__link[hreflang]");
  if (link) link.hash = location.hash;
});

// The page as Markdown, for a note or a language model: the text beside the page, put on the clipboard.
const plainText = () => fetch(new URL("index.md", location.href)).then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)));
if (!navigator.clipboard || !location.protocol.startsWith("http")) {
  for (const button of document.querySelectorAll("[data-copy-page]")) button.hidden = true;
}
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copy-page]");
  if (!button) return;
  plainText().then((text) => navigator.clipboard.writeText(text)).then(
    () => {
      button.textContent = button.parentElement.dataset.copied;
    },
    () => location.assign("index.md"),
  );
});

// The button of a shown function copies it with its helpers, so that what is pasted runs by itself.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".source [data-clipboard-target]");
  const folded = button?.closest(".source").nextElementSibling;
  const whole = folded?.matches("details") && folded.querySelector(".alone code");
  if (whole) button.dataset.clipboardText = whole.textContent;
}, true);

// The drawer of a narrow page: its label is a button for the keyboard, which goes into what is open, and shuts it by Escape
// or by going on. Escape shuts the list of languages too.
const drawer = document.getElementById("__drawer"), sidebar = document.querySelector(".md-sidebar--primary");
const label = document.querySelector(".md-header [for='__drawer']"), opener = document.createElement("button");
opener.type = "button";
opener.ariaLabel = drawer.ariaLabel;
opener.ariaExpanded = drawer.checked;
opener.append(...label.childNodes);
opener.addEventListener("click", () => drawer.click());
label.append(opener);
drawer.addEventListener("change", () => {
  opener.ariaExpanded = drawer.checked;
  const inside = [...sidebar.querySelectorAll("a, input")];
  if (drawer.checked && document.activeElement === opener) {
    inside.find((one) => one.checkVisibility({ visibilityProperty: true }))?.focus();
  }
});
sidebar.addEventListener("focusout", ({ relatedTarget: next }) => {
  if (drawer.checked && next && next !== opener && !sidebar.contains(next)) drawer.click();
});
document.addEventListener("keydown", ({ key, target }) => {
  if (key === "Enter" && target.matches(".md-nav__toggle")) target.click();
  if (key !== "Escape") return;
  if (target.closest(".md-select")) target.blur();
  if (drawer.checked) {
    drawer.click();
    opener.focus();
  }
});

// What scrolls sideways is reached by the keyboard, which then scrolls it.
const reach = new ResizeObserver((boxes) => {
  for (const { target } of boxes) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
addEventListener("load", () => {
  const scrolling = ".formula, .terms, .screen, pre > code, .md-typeset__scrollwrap";
  for (const frame of document.querySelectorAll(scrolling)) reach.observe(frame);
});
// Code that is laid out late may be as high as was thought, and yet wider than its frame.
const again = (frame) => {
  reach.unobserve(frame);
  reach.observe(frame);
};
document.addEventListener("contentvisibilityautostatechange", ({ target }) => again(target));

// Code that waits until it is near is laid out before that, block by block, while the browser has little else to do.
const idle = window.requestIdleCallback ?? setTimeout;
addEventListener("load", () => {
  const waiting = [...document.querySelectorAll("pre > code")].filter((block) => !block.closest("details:not([open])"));
  const next = () => {
    if (!waiting.length) return;
    const block = waiting.shift();
    block.style.contentVisibility = "visible";
    again(block);
    idle(next, { timeout: 100 });
  };
  next();
});

// The theme puts the copy button of each block into a landmark of its own, which would crowd the list of landmarks.
new MutationObserver(() => {
  for (const nav of document.querySelectorAll(".md-code__nav:not([role])")) nav.role = "none";
}).observe(document.querySelector("article"), { childList: true, subtree: true });

// On paper a folded block is open where the reader has opened it, and the page is black on white.
document.addEventListener("click", (event) => {
  const folded = event.target.closest?.("summary")?.parentElement;
  folded?.classList.toggle("opened", !folded.open);
});
addEventListener("beforeprint", () => {
  const { mdColorScheme: scheme } = document.body.dataset;
  document.body.dataset.mdColorScheme = "default";
  addEventListener("afterprint", () => (document.body.dataset.mdColorScheme = scheme), { once: true });
});
