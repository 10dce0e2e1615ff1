// Marks, while somebody types, what could tell who a person is: in every field with `data-guard`, whenever it appears.
//
// Below the field stands what was found and what will be kept in its place. What is sent is masked here already (and
// on the server again), unless a reason is chosen; the raw text stays in this tab. The words stand in the page's
// <template id="guard-words">; the numbers of the directory come from the address in <meta name="guard-allowed">.
// Rooms that send with fetch ask `guarded(field)` for what to send.

import { find, masked, readAllowed } from "./finding.js";

const PAUSE_MS = 250;
const FIELDS = "textarea[data-guard], input[data-guard]";

let allowed = readAllowed([]);
let asked = null;
let counter = 0;
/** field -> {box, timer, said} */
const watched = new WeakMap();

/** The directory's numbers and addresses, asked for once; without them more is marked than need be. */
export function learn() {
  const address = document.querySelector("meta[name=guard-allowed]")?.content;
  if (!address) return Promise.resolve();
  asked ??= fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error("not allowed"))))
    .then((data) => {
      allowed = readAllowed(data.allowed);
      for (const field of document.querySelectorAll(FIELDS)) if (watched.has(field)) look(field);
    })
    .catch(() => {
      asked = null;
    });
  return asked;
}

export function findIn(text) {
  return find(text, allowed);
}

/** A text as it may leave this tab when nobody gives a reason. */
export function safe(text) {
  return masked(text, findIn(text));
}

/** What to send of a field: {text, reason}. The reason is empty when nothing was found. */
export function guarded(field) {
  const reason = reasonOf(field);
  return { text: reason ? field.value : safe(field.value), reason };
}

function reasonOf(field) {
  if (findIn(field.value).length === 0) return "";
  return watched.get(field)?.box?.querySelector("select").value ?? "";
}

function makeBox(field) {
  const template = document.getElementById("guard-words");
  if (!template) return null;
  const box = template.content.firstElementChild.cloneNode(true);
  counter += 1;
  box.id = `guard-${counter}`;
  const select = box.querySelector("select");
  select.id = `guard-reason-${counter}`;
  box.querySelector("label").htmlFor = select.id;
  // data-guard="firm": nothing stays here for any reason
  if (field.dataset.guard === "firm") for (const part of [select, box.querySelector("label")]) part.hidden = true;
  else if (field.name) select.name = `${field.name}_reason`;
  if (field.getAttribute("form")) select.setAttribute("form", field.getAttribute("form"));
  select.addEventListener("change", () => draw(field));
  box.querySelector("[data-replace]").addEventListener("click", () => {
    field.setRangeText(safe(field.value), 0, field.value.length, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    look(field);
  });
  field.insertAdjacentElement("afterend", box);
  const described = field.getAttribute("aria-describedby");
  field.setAttribute("aria-describedby", described ? `${described} ${box.id}-said` : `${box.id}-said`);
  box.querySelector("[data-said]").id = `${box.id}-said`;
  return box;
}

/** Look at the field now, and show what was found. */
export function look(field) {
  const state = watched.get(field) ?? { box: null, said: "" };
  watched.set(field, state);
  clearTimeout(state.timer);
  if (state.box === null && findIn(field.value).length > 0) state.box = makeBox(field);
  if (state.box !== null) draw(field);
}

/** The field is no guarded one any more: take away what stands below it. */
export function leave(field) {
  const state = watched.get(field);
  clearTimeout(state?.timer);
  state?.box?.remove();
  watched.delete(field);
}

function draw(field) {
  const state = watched.get(field);
  const { box } = state;
  const findings = findIn(field.value);
  const words = box.dataset;
  const select = box.querySelector("select");
  if (findings.length === 0) select.value = "";
  const isKept = select.value !== "";
  const list = box.querySelector("ul");
  list.replaceChildren(...findings.map((finding) => row(field, box, finding, isKept)));
  box.querySelector("[data-found]").hidden = findings.length === 0;
  box.querySelector("[data-replace]").hidden = isKept;
  box.classList.toggle("guard-kept", isKept);
  // said again only when the kinds change: not at every letter
  const kinds = [...new Set(findings.map(({ kind }) => words[kind]))].join(", ");
  const said = kinds ? `${isKept ? words.stays : words.goes} ${kinds}.` : state.said ? words.none : "";
  if (said !== state.said) box.querySelector("[data-said]").textContent = said;
  state.said = said;
}

/** One finding: a button that selects it in the field, and what will stand there. */
function row(field, box, { kind, start, end }, isKept) {
  const item = document.createElement("li");
  const show = document.createElement("button");
  show.type = "button";
  show.className = "guard-show";
  show.textContent = field.value.slice(start, end);
  show.title = box.dataset.show;
  show.addEventListener("click", () => {
    field.focus();
    field.setSelectionRange(start, end);
  });
  const becomes = document.createElement("span");
  becomes.className = "quiet";
  becomes.textContent = isKept ? box.dataset[kind] : `→ ${masked("x", [{ kind, start: 0, end: 1 }])}`;
  item.append(show, " ", becomes);
  return item;
}

function soon(field) {
  const state = watched.get(field) ?? { box: null, said: "" };
  watched.set(field, state);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => look(field), PAUSE_MS);
}

const isGuarded = (target) => target instanceof Element && target.matches(FIELDS);

document.addEventListener("focusin", ({ target }) => {
  if (!isGuarded(target)) return;
  learn();
  if (target.value) look(target);
});
document.addEventListener("input", ({ target }) => {
  if (isGuarded(target)) soon(target);
});
// a form that is sent by the browser itself: the masked text leaves, the raw one stays on the screen
document.addEventListener("formdata", ({ target, formData }) => {
  for (const field of target.elements) {
    if (field.name && isGuarded(field) && formData.has(field.name)) formData.set(field.name, guarded(field).text);
  }
});
document.addEventListener("reset", ({ target }) => {
  setTimeout(() => {
    for (const field of target.elements) if (isGuarded(field) && watched.has(field)) look(field);
  });
});
