// Asking the server: one way to post, one kind of error.

const root = document.getElementById("desk");

export class Refused extends Error {
  constructor(why, status) {
    super(why);
    this.why = why;
    this.status = status;
  }
}

async function ask(url, options) {
  let answer;
  try {
    answer = await fetch(url, { credentials: "same-origin", cache: "no-store", ...options });
  } catch {
    throw new Refused("network", 0);
  }
  if (answer.ok) return answer.json();
  const told = await answer.json().catch(() => ({}));
  if (answer.status === 401) location.assign(told.sign_in ?? location.href);
  throw new Refused(told.why ?? (answer.status >= 500 ? "storage" : "refused"), answer.status);
}

export function get(url) {
  return ask(url, { headers: { Accept: "application/json", "X-Background": "1" } });
}

/** background: the page asks by itself; it proves no hand at the keyboard. */
export function post(url, body = {}, { background = false } = {}) {
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": root.dataset.csrf };
  if (background) headers["X-Background"] = "1";
  return ask(url, { method: "POST", headers, body: JSON.stringify(body) });
}
