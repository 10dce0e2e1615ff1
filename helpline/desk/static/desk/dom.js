// Small helpers for pages that are built from the <template>s in them: text is only ever set as text.

/** A copy of the template's first element, with its parts by name. */
export function copy(id) {
  const node = document.getElementById(id).content.firstElementChild.cloneNode(true);
  const parts = {};
  for (const part of node.querySelectorAll("[data-part]")) parts[part.dataset.part] = part;
  return { node, parts };
}

export function read(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

export const words = read("desk-words");

/** A sentence of this page, with its {holes} filled. */
export function say(key, holes = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(holes[name] ?? ""));
}

export function mark(text, tone = "") {
  const badge = document.createElement("span");
  badge.className = tone ? `badge badge-${tone}` : "badge";
  badge.textContent = text;
  return badge;
}

/** The case that a contact belongs to, as a link beside its name; it opens beside the desk, which stays. */
export function caseLink(found) {
  const link = document.createElement("a");
  link.className = "badge case-link";
  link.href = found.url;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = say("of_case", { alias: found.alias });
  return link;
}

export function button(text, tone, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `button button-small ${tone ? `button-${tone}` : ""}`.trim();
  made.textContent = text;
  made.addEventListener("click", action);
  return made;
}

const clockFormat = new Intl.DateTimeFormat(document.documentElement.lang, {
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "Europe/Amsterdam",
});

export function clock(moment) {
  return clockFormat.format(new Date(moment));
}

/** Time passed as m:ss, or h:mm:ss after an hour. `offset` is server time minus this computer's time (ms). */
export function passed(moment, offset = 0, until = "") {
  const end = until ? new Date(until).getTime() : Date.now() + offset;
  const seconds = Math.max(0, Math.floor((end - new Date(moment).getTime()) / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** Replace the rows of a list, keeping the ones that stand (by key), so that focus and screen readers stay put. */
export function rows(list, items, key, make, update) {
  const standing = new Map([...list.children].map((node) => [node.dataset.key, node]));
  items.forEach((item, at) => {
    const id = String(key(item));
    let node = standing.get(id);
    standing.delete(id);
    if (!node) {
      node = make(item);
      node.dataset.key = id;
    }
    update(node, item, at);
    if (list.children[at] !== node) list.insertBefore(node, list.children[at] ?? null);
  });
  for (const gone of standing.values()) gone.remove();
}
