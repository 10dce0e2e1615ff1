// Passing addresses on: they stay in the tab until the hotline has them, and leave it then.

const form = document.querySelector("[data-hotline]");
const field = form.elements.addresses;
const button = form.querySelector("button[type=submit]");
const problem = form.querySelector("[data-problem]");
const state = form.querySelector("[data-state]");

function say(words) {
  problem.querySelector("[data-words]").textContent = words;
  problem.hidden = !words;
  state.textContent = "";
}

function forget() {
  field.value = "";
  field.defaultValue = "";
}

async function passOn() {
  button.disabled = true;
  say("");
  state.textContent = form.dataset.sending;
  try {
    const answer = await fetch(form.getAttribute("action") || window.location.href, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json" },
      cache: "no-store",
      redirect: "error",
    });
    const told = await answer.json();
    if (answer.status === 201) {
      forget();
      state.textContent = told.said;
      window.setTimeout(() => window.location.assign(told.next), 4000);
      return;
    }
    say(told.why || form.dataset.lost);
  } catch {
    say(form.dataset.lost);
  }
  button.disabled = false;
  field.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!button.disabled) passOn();
});

// a page that comes back from the browser's memory comes back empty
window.addEventListener("pagehide", forget);
