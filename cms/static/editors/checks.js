/* Checks of what an editor is typing: posts the form as it stands, shows the list that comes back, and leads to the
   field. Nothing is saved by it. Without it the list is about what was saved last. */

const PAUSE = 1200; // milliseconds without a key before the form is looked at

const root = document.querySelector("[data-checks]");
const form = root?.closest("form");
if (form) start();

function start() {
  const [list, about, spoken, now] = ["list", "about", "spoken", "now"].map((name) =>
    root.querySelector(`[data-checks-${name}]`));
  let timer = 0;
  let asked = null; // the form as it was posted last
  let running = null;

  now.hidden = false;
  now.addEventListener("click", () => check({ again: true }));
  for (const event of ["input", "change", "keyup", "click", "drop", "w-unsaved:add"]) {
    form.addEventListener(event, later);
  }
  list.addEventListener("click", (event) => {
    const link = event.target.closest("[data-checks-go]");
    if (link && lead(link.closest("[data-field]"))) event.preventDefault();
  });
  // Wagtail builds the parts of a text when it is ready; only then there is a place for a note beside each. The form as
  // it stands then is not taken for what was saved: somebody may have typed already
  addEventListener("load", () => setTimeout(() => show({ aloud: false }), PAUSE));

  function later() {
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  }

  function state() {
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return new URLSearchParams(data).toString();
  }

  async function check({ again = false } = {}) {
    clearTimeout(timer);
    const body = state();
    if (body === asked && !again) return;
    asked = body;
    running?.abort();
    const mine = (running = new AbortController());
    about.textContent = root.dataset.checking;
    try {
      const answer = await fetch(root.dataset.checks, {
        method: "POST",
        body,
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
          "X-Requested-With": "XMLHttpRequest",
        },
        signal: mine.signal,
      });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const made = new DOMParser().parseFromString(await answer.text(), "text/html");
      list.replaceChildren(...made.body.childNodes);
      about.textContent = root.dataset.fresh;
      show({ aloud: true });
    } catch (error) {
      if (error.name === "AbortError") return;
      asked = null; // the next key, or the button, tries again
      about.textContent = root.dataset.failed;
    }
  }

  function show({ aloud }) {
    const result = list.querySelector("[data-checks-result]");
    if (!result) return;
    const count = Number(result.dataset.count);
    const blocks = "blocks" in result.dataset;
    mark(count, blocks);
    note(list);
    const words = count === 0 ? root.dataset.none
      : count === 1 ? root.dataset.one : root.dataset.many.replace("{n}", String(count));
    if (aloud) spoken.textContent = blocks ? `${words}; ${root.dataset.blocking}` : words;
  }
}

/* How many, on the tab: so that it shows while another tab is written in. */
function mark(count, blocks) {
  const panel = root.closest("[role=tabpanel]");
  const tab = panel && document.querySelector(`[role=tab][href="#${CSS.escape(panel.id)}"]`);
  if (!tab) return;
  let badge = tab.querySelector(".checks-count");
  if (!badge) {
    badge = document.createElement("span");
    badge.className = "checks-count";
    tab.append(" ", badge);
  }
  badge.hidden = count === 0;
  badge.textContent = String(count);
  badge.classList.toggle("checks-count-blocks", blocks);
}

/* What must be mended, or looked at, stands beside its field too. */
function note(list) {
  for (const old of form.querySelectorAll(".checks-note")) old.remove();
  for (const item of list.querySelectorAll("[data-weight=error], [data-weight=warning]")) {
    const place = placeOf(item);
    const under = place && (place.querySelector(":scope > .w-panel__content") ?? place);
    if (!under) continue;
    const text = [".checks-message", ".checks-do"].map((part) =>
      item.querySelector(part)?.textContent.trim() ?? "").join(" ");
    // the same word twice in a field is said once
    if ([...under.querySelectorAll(":scope > .checks-note")].some((other) => other.textContent === text)) continue;
    const words = document.createElement("p");
    words.className = `checks-note checks-${item.dataset.weight}`;
    words.textContent = text;
    under.append(words);
  }
}

function placeOf(item) {
  const { field, block } = item.dataset;
  const part = block && document.getElementById(`block-${block}-section`);
  return part || (field && form.querySelector(`[data-contentpath="${CSS.escape(field)}"]`)) || null;
}

/* Opens the tab and the panels in which a field stands, and puts the cursor there. */
function lead(item) {
  const place = placeOf(item);
  if (!place) return false;
  const tab = place.closest("[role=tabpanel]");
  if (tab?.hidden) document.querySelector(`[role=tab][href="#${CSS.escape(tab.id)}"]`)?.click();
  for (let panel = place.closest(".w-panel"); panel; panel = panel.parentElement.closest(".w-panel")) {
    panel.querySelector(":scope > .w-panel__header [data-panel-toggle][aria-expanded=false]")?.click();
  }
  reach(place, 60);
  return true;
}

/* Wagtail shows a tab some frames after the click; nothing hidden takes the cursor. */
function reach(place, frames) {
  const field = place.querySelector("[contenteditable=true], textarea, select, input:not([type=hidden])")
    ?? place.querySelector("button");
  if (!field?.checkVisibility() && frames > 0) {
    requestAnimationFrame(() => reach(place, frames - 1));
    return;
  }
  place.scrollIntoView({ block: "center" });
  field?.focus({ preventScroll: true });
}
