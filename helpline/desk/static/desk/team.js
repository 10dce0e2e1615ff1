// The talk of the team, beside the chats: the team's own page is put here, stays up to date, and sends without leaving.
// The form in it is guarded and kept as a draft by the scripts that every page of the staff has.

import { say } from "./dom.js";

const EVERY_MS = 4000;
const HIDDEN_MS = 30000;

const panel = document.getElementById("team-talk");
const title = document.getElementById("team-talk-title");
const body = document.getElementById("team-talk-body");
const away = document.getElementById("team-talk-away");
const refused = document.getElementById("team-talk-refused");
let address = "";
let timer = null;
let opener = null;

panel.querySelector("[data-team-shut]").addEventListener("click", shut);
panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    event.stopPropagation();
    shut();
  }
});
body.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.target);
});

/** Open the talk of a team; asked again for the same one, close it. from: what was pressed, to go back to. */
export function toggle(part, from) {
  if (!panel.hidden && address === part.talk) return shut();
  address = part.talk;
  opener = from;
  title.textContent = say("team_talk", { programme: part.name });
  body.replaceChildren();
  panel.hidden = false;
  return show(true);
}

function shut() {
  clearTimeout(timer);
  panel.hidden = true;
  address = "";
  body.replaceChildren();
  opener?.focus();
}

const list = () => body.querySelector("#team-remarks");
const newest = (node) => node?.querySelector("[data-id]:last-child")?.dataset.id ?? "";
const toEnd = () => list()?.scrollTo({ top: list().scrollHeight });

async function page(url, options = {}) {
  const answer = await fetch(url, { credentials: "same-origin", cache: "no-store", ...options });
  if (answer.status === 401) location.reload();
  // 422 is the form again, with the reason in it
  if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function put(told) {
  const parts = [told.getElementById("team-remarks"), told.querySelector("form.team-say")];
  body.replaceChildren(...parts.map((part) => document.importNode(part, true)));
  toEnd();
}

async function show(isFirst) {
  const asked = address;
  try {
    const told = await page(asked);
    if (asked !== address) return;
    put(told);
    away.hidden = true;
    if (isFirst) body.querySelector("form [name=text]").focus();
  } catch {
    away.hidden = asked !== address;
  }
  again();
}

async function send(form) {
  const asked = address;
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  refused.hidden = true;
  try {
    const told = await page(form.action, { method: "POST", body: new FormData(form) });
    if (asked !== address) return;
    const next = told.querySelector("form.team-say");
    const why = next.querySelector(".errorlist")?.textContent.trim() ?? "";
    refused.textContent = why;
    refused.hidden = !why;
    away.hidden = true;
    if (why) return;
    list().replaceWith(document.importNode(told.getElementById("team-remarks"), true));
    toEnd();
    form.reset(); // its draft is over with it
    form.elements.remark_id.value = next.elements.remark_id.value;
    form.elements.text.focus();
  } catch {
    away.hidden = asked !== address; // what was typed stands there still, and is sent with its number once
  } finally {
    button.disabled = false;
  }
}

function again() {
  clearTimeout(timer);
  if (address) timer = setTimeout(look, document.visibilityState === "visible" ? EVERY_MS : HIDDEN_MS);
}

/** What is new comes by itself; the form, and what is being typed in it, is left alone. */
async function look() {
  const old = list();
  if (!old) return show(false);
  try {
    const told = await page(old.dataset.part, { headers: { "X-Background": "1" } });
    const fresh = document.importNode(told.getElementById("team-remarks"), true);
    if (list() === old && newest(fresh) !== newest(old)) {
      const wasAtEnd = old.scrollHeight - old.scrollTop - old.clientHeight < 40;
      const top = old.scrollTop;
      old.replaceWith(fresh);
      if (wasAtEnd) toEnd();
      else fresh.scrollTop = top;
    }
    away.hidden = true;
  } catch {
    away.hidden = !address;
  }
  return again();
}
