// Where the browser prefers a language that the site has, and this page is in another one, a line says so, until it is
// closed. Which one was closed is remembered.
{
  const own = document.documentElement.lang;
  const hints = [...document.querySelectorAll(".hint")];
  const known = [own, ...hints.map(({ lang }) => lang)];
  const among = (tag) => {
    const [name, ...parts] = tag.toLowerCase().split("-");
    if (name === "zh") return parts.some((part) => ["tw", "hk", "mo", "hant"].includes(part)) ? "zh-TW" : "zh";
    return name === "iw" ? "he" : name; // as Hebrew was called once
  };
  const wanted = navigator.languages.map(among).find((code) => known.includes(code));
  const hint = hints.find(({ lang }) => lang === wanted);
  if (hint && __md_get("hint") !== wanted) hint.hidden = false;
  hint?.querySelector("button").addEventListener("click", () => {
    hint.hidden = true;
    __md_set("hint", wanted);
  });
}
