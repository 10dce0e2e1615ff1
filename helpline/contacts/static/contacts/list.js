// The list of contacts by keyboard: j and k or the arrows go from row to row, letters press what carries them.
//
// Without this script every link works with Tab. The choice "keys only with Alt" is the desk's, kept on this computer.

const FILLING_IN = "input, textarea, select, [contenteditable]";
const list = document.querySelector("[data-list]");
const keptAs = `desk-keys-${document.querySelector("[data-person]").dataset.person}`;
const box = document.querySelector("[data-only-alt]");

function read() {
  try {
    return localStorage.getItem(keptAs) === "alt";
  } catch {
    return false;
  }
}

const rows = () => [...list.querySelectorAll("[data-row]")];
const rowOf = (element) => element?.closest(".con-item")?.querySelector("[data-row]") ?? null;

function move(step) {
  const all = rows();
  const at = all.indexOf(rowOf(document.activeElement));
  const to = at === -1 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
  all[to]?.focus();
}

/** Open what else can be done with the row that has the focus, and go there. */
function more() {
  const details = rowOf(document.activeElement)?.parentElement.querySelector("[data-more]");
  if (!details) return;
  details.open = !details.open;
  (details.open ? details.querySelector("a") : rowOf(details)).focus();
}

const actions = {
  j: () => move(1),
  k: () => move(-1),
  arrowdown: () => move(1),
  arrowup: () => move(-1),
  home: () => rows()[0]?.focus(),
  end: () => rows().at(-1)?.focus(),
  o: more,
  f: () => document.querySelector("[data-filters] select")?.focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey) return;
  const isFillingIn = event.target.closest?.(FILLING_IN);
  if (event.key === "Escape") {
    const open = list.querySelector("[data-more][open]");
    if (open) {
      open.open = false;
      rowOf(open).focus();
    } else if (isFillingIn) rows()[0]?.focus();
    return;
  }
  const name = event.altKey ? event.code.replace(/^Key/, "").toLowerCase() : event.key.toLowerCase();
  const isPlain = name.length === 1;
  if (!event.altKey && (isFillingIn || (isPlain && box.checked))) return;
  // the arrows move the page until a row has the focus
  if (!isPlain && !list.contains(document.activeElement)) return;
  const link = isPlain && /^[a-z]$/.test(name) ? document.querySelector(`[data-key=${name}]`) : null;
  const act = actions[name] ?? (link ? () => link.click() : null);
  if (!act || event.shiftKey) return;
  event.preventDefault();
  act();
});

box.checked = read();
box.addEventListener("change", () => {
  try {
    if (box.checked) localStorage.setItem(keptAs, "alt");
    else localStorage.removeItem(keptAs);
  } catch {
    // no storage: for this page only
  }
});
document.querySelector("[data-keys]").hidden = false;
