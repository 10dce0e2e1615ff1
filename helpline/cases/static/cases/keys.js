// Keys on the pages of cases: "/" goes to the search, "n" opens a new case or goes to the note, j and k or the arrows
// go from case to case. Never while typing. The choice "keys only with Alt" is the desk's, kept on this computer.
//
// Without this script every link works with Tab.

const FILLING_IN = "input, textarea, select, [contenteditable]";
const person = document.querySelector("[data-person]")?.dataset.person ?? "";

function onlyWithAlt() {
  try {
    return localStorage.getItem(`desk-keys-${person}`) === "alt";
  } catch {
    return false;
  }
}

function move(step) {
  const all = [...document.querySelectorAll(".cs-table th a")];
  const at = all.indexOf(document.activeElement);
  const to = at === -1 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
  all[to]?.focus();
  return all.length > 0;
}

function go(selector) {
  const place = document.querySelector(selector);
  if (place instanceof HTMLAnchorElement) place.click();
  else place?.focus();
  return place !== null;
}

const actions = {
  "/": () => go("#cs-text"),
  slash: () => go("#cs-text"),
  n: () => go("[data-key=n], #note-text"),
  j: () => move(1),
  k: () => move(-1),
  arrowdown: () => move(1),
  arrowup: () => move(-1),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey) return;
  const name = event.altKey ? event.code.replace(/^Key/, "").toLowerCase() : event.key.toLowerCase();
  if (!event.altKey && (event.target.closest?.(FILLING_IN) || (name.length === 1 && onlyWithAlt()))) return;
  if (Object.hasOwn(actions, name) && actions[name]()) event.preventDefault();
});
