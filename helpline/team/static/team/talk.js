// The talk of the team stays up to date: the part with the remarks is asked for again and again, and put in place of the
// old one only when something in it is new. Without this script the page shows what was said when it was opened.

const EVERY_MS = 4000;
const HIDDEN_MS = 30000;

const lost = document.getElementById("team-lost");
let list = document.getElementById("team-remarks");
let timer = null;

const newest = (node) => node.querySelector("[data-id]:last-child")?.dataset.id ?? "";
const toEnd = () => list.scrollTo({ top: list.scrollHeight });

async function look() {
  clearTimeout(timer);
  try {
    const answer = await fetch(list.dataset.part, { credentials: "same-origin", cache: "no-store", headers: { "X-Background": "1" } });
    if (answer.status === 401) {
      location.reload();
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = document.importNode(page.getElementById("team-remarks"), true);
    if (newest(fresh) !== newest(list)) {
      const wasAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
      const top = list.scrollTop;
      list.replaceWith(fresh);
      list = fresh;
      if (wasAtEnd) toEnd();
      else list.scrollTop = top;
    }
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
  timer = setTimeout(look, document.visibilityState === "visible" ? EVERY_MS : HIDDEN_MS);
}

document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
addEventListener("online", look);
toEnd();
timer = setTimeout(look, EVERY_MS);
