// The desk by keyboard. A plain letter works while nobody fills anything in; with Alt it works everywhere.

// The registration as a whole counts as filling in: between two of its fields a slip of the finger must not take a
// visitor or send a panel.
const FILLING_IN = "input, textarea, select, [contenteditable], #registration";
// Keys that are no letter or digit, by the name that a keyboard gives them when Alt makes another character of them.
const SIGNS = { Slash: "?", Equal: "+", NumpadAdd: "+", Minus: "-", NumpadSubtract: "-" };

/** The choice of one member of staff, kept on this computer: no key does anything without Alt (WCAG 2.1.4). */
export class KeyChoice {
  constructor(person) {
    this.keptAs = `desk-keys-${person}`;
    this.onlyAlt = localStorage.getItem(this.keptAs) === "alt";
  }

  keep(onlyAlt) {
    this.onlyAlt = onlyAlt;
    if (onlyAlt) localStorage.setItem(this.keptAs, "alt");
    else localStorage.removeItem(this.keptAs);
  }

  /** A key as it must be pressed, in words. */
  name(key) {
    return this.onlyAlt ? `Alt+${key}` : String(key);
  }
}

/** keys: letter to action. Nothing fires inside an open window (dialog), where Escape and Enter have their own work. */
export function listen(keys, choice) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const field = event.target instanceof Element ? event.target.closest(FILLING_IN) : null;
    // a window that was closed a moment ago can still hold the focus
    const isFillingIn = field !== null && field.closest("dialog") === null;
    if (event.key === "Escape" && isFillingIn) {
      event.target.blur();
      keys.Escape?.();
      return;
    }
    if (!event.altKey && (isFillingIn || choice.onlyAlt)) return;
    const action = actionOf(event, keys);
    if (!action) return;
    event.preventDefault();
    // a key that is held down is one press: a second visitor is not taken with it
    if (!event.repeat) action();
  });
}

function actionOf(event, keys) {
  const key = event.key.toLowerCase();
  const known = (name) => (/^[1-9]$/.test(name) ? () => keys.number(Number(name)) : keys[name]);
  if (!event.altKey) return known(event.key);
  // With Alt some keyboards write another character; the code still names the key that was pressed.
  return known(key) ?? known(SIGNS[event.code] ?? event.code.replace(/^(Key|Digit)/, "").toLowerCase());
}
