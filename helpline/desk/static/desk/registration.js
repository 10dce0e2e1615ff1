// The registration beside the chat: the contacts room's own form, put here and started. It saves itself, field by field.

import { say } from "./dom.js";
import { start } from "../contacts/autosave.js";

const body = document.getElementById("registration-body");
const none = document.getElementById("registration-none");
let current = null;
let stop = null;
let loading = null;

export function forget() {
  stop?.();
  stop = null;
  current = null;
  body.replaceChildren();
  none.hidden = false;
}

/** Show the registration behind this address; the same one again is left as it stands, with what is being typed. */
export function show(address) {
  if (address === current) return loading;
  loading = load(address);
  return loading;
}

async function load(address) {
  stop?.();
  stop = null;
  current = address;
  // not for a moment may the form of another chat stand beside this one
  body.replaceChildren();
  body.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin", cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (address !== current) return;
    const form = document.importNode(page.body, true);
    body.replaceChildren(...form.children);
    none.hidden = true;
    stop = start(body) ?? null;
  } catch {
    if (address !== current) return;
    current = null;
    body.textContent = say("registration_failed");
  } finally {
    body.removeAttribute("aria-busy");
  }
}

/** Go to the first question (in a group of choices: to the chosen one), else to whatever can be done there. */
export async function focus() {
  await loading;
  const column = document.getElementById("registration");
  const inSight = [...body.querySelectorAll("input:not([type=hidden]), select, textarea, button")].filter(
    (control) => !control.disabled && control.checkVisibility(),
  );
  const first = inSight.find((control) => control.closest("[data-field]")) ?? inSight[0] ?? column;
  const chosen = first.type === "radio" ? body.querySelector(`input[name="${CSS.escape(first.name)}"]:checked`) : null;
  (chosen ?? first).focus();
}
