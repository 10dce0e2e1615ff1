// A line about the desk on the other pages of the staff. Asking for it proves that the counsellor is there, so that a
// look into a list costs no visitor the conversation.

const AGAIN_MS = 5000;
const strip = document.getElementById("desk-beside");
const words = strip.querySelector("[data-words]");
let last = null;

async function ask() {
  let told;
  try {
    const answer = await fetch(strip.dataset.address, {
      credentials: "same-origin", cache: "no-store", headers: { Accept: "application/json", "X-Background": "1" },
    });
    if (answer.status === 401 || answer.status === 403) return; // signed out: the next page says so
    if (!answer.ok) throw new Error(String(answer.status));
    told = await answer.json();
  } catch {
    strip.classList.add("is-lost");
    words.textContent = last = strip.dataset.lost;
    strip.hidden = false;
    setTimeout(ask, AGAIN_MS);
    return;
  }
  if (!told.words) {
    strip.hidden = true;
    return; // not at the desk: nothing to keep
  }
  strip.classList.remove("is-lost");
  strip.classList.toggle("calls", told.calls);
  if (told.words !== last) words.textContent = told.words; // a screen reader hears what changed, and only that
  last = told.words;
  strip.hidden = false;
  setTimeout(ask, AGAIN_MS);
}

ask();
