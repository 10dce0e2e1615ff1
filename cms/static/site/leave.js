// Leave now: a neutral screen at once, also without a network; then the server ends what was open.
//
// Without this script the form posts by itself and the server answers with the same neutral page.

const PRESSES = 3;
const WITHIN_MS = 1500;
const AGAIN_MS = 4000;
const form = document.querySelector("form[data-leave]");
let left = false;

function blankScreen() {
  document.title = form.dataset.title;
  document.documentElement.classList.add("away");
  document.body.replaceChildren();
}

/** See away.js: the mark is the address to tell while nobody heard of the leaving, and "1" afterwards. */
function markTab(mark) {
  window.name = "away";
  try {
    sessionStorage.clear();
    localStorage.clear();
    sessionStorage.setItem("away", mark);
  } catch {
    // storage is switched off: nothing to clear
  }
}

async function tellServer(address, bye) {
  try {
    const answer = await fetch(address, {
      method: "POST",
      keepalive: true,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual",
    });
    if (answer.type === "error" || answer.status >= 500) throw new Error("not heard");
    markTab("1");
    location.replace(bye);
  } catch {
    // no network or no server: the screen stays blank; say it as soon as somebody can hear it. When this page goes
    // meanwhile ("back"), the next page of ours in this tab says it
    setTimeout(() => tellServer(address, bye), AGAIN_MS);
  }
}

function leave() {
  if (left) return;
  left = true;
  const { action } = form;
  const { bye } = form.dataset;
  blankScreen();
  window.dispatchEvent(new Event("leaving"));
  markTab(new URL(action).pathname);
  history.replaceState(null, "", bye);
  tellServer(action, bye);
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave();
  });

  let presses = [];
  let alone = false;
  addEventListener("keydown", (event) => {
    alone = event.key === "Shift";
    if (!alone) presses = [];
  });
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    const now = performance.now();
    presses = [...presses.filter((at) => now - at < WITHIN_MS), now];
    if (presses.length >= PRESSES) leave();
  });
}
