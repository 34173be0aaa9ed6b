// Of tabs, the one that the reader chose on another page; and the one that the address names.
{
  const chosen = __md_get("__tabs");
  for (const set of Array.isArray(chosen) ? document.querySelectorAll(".tabbed-set") : []) {
    const labels = [...set.querySelectorAll(":scope > .tabbed-labels label")];
    const found = chosen.flatMap((tab) => labels.filter((label) => label.innerText.trim() === tab))[0];
    if (found) document.getElementById(found.htmlFor).checked = true;
  }
  const target = document.getElementById(location.hash.slice(1));
  if (target?.name) target.checked = target.name.startsWith("__tabbed_");
}
