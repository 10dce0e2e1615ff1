// "Leave now" takes the place of this page, so that "back" does not show it again. Without this file it is a plain link.
//
// It marks the tab as the house's own way out does: a page of ours that "back" brings up stays blank, and has the house
// hear of the leaving, which it could not be told here (cms/static/site/away.js).
const MARK = "away";
const PROGRAMME = /^\/(?:en\/)?([a-z0-9_-]+)\//;

function marked() {
  try {
    return window.name === MARK || sessionStorage.getItem(MARK) !== null;
  } catch {
    return window.name === MARK;
  }
}

function mark() {
  const named = PROGRAMME.exec(location.pathname);
  window.name = MARK;
  try {
    sessionStorage.clear();
    localStorage.clear();
    sessionStorage.setItem(MARK, named ? `/${named[1]}/leave/` : "/leave/");
  } catch {
    // storage is switched off: the name is enough
  }
}

function blank() {
  document.title = "\u200e";
  document.body.replaceChildren();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-leave]");
  if (!link) return;
  event.preventDefault();
  blank();
  mark();
  location.replace(link.href);
});

if (marked() && performance.getEntriesByType("navigation")[0]?.type === "back_forward") blank();
addEventListener("pageshow", (event) => {
  if (event.persisted && marked()) blank();
});
