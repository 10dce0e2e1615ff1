// The board stays live: its part is asked for again and again, and put in place of the old one. The forms stand outside.

const EVERY_MS = 3000;
const HIDDEN_MS = 30000;

const live = document.getElementById("shift-live");
const lost = document.getElementById("shift-lost");
let timer = null;
let asking = false;

async function look() {
  clearTimeout(timer);
  if (asking) return;
  asking = true;
  try {
    const answer = await fetch(live.dataset.part, { credentials: "same-origin", cache: "no-store", headers: { "X-Background": "1" } });
    if (answer.status === 401) {
      location.reload();
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // whoever stands on a link with the keyboard stays there
    const focused = live.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    live.replaceChildren(...document.importNode(page.body, true).childNodes);
    if (focused) [...live.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused)?.focus();
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  } finally {
    asking = false;
    timer = setTimeout(look, document.visibilityState === "visible" ? EVERY_MS : HIDDEN_MS);
  }
}

document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
addEventListener("online", look);
timer = setTimeout(look, EVERY_MS);
