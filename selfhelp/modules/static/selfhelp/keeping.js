// Choosing what is kept, changing it, and erasing everything.

import { makeCode, normalise } from "./code.js";
import { tellReturn } from "./returning.js";
import * as progress from "./progress.js";
import { showUnlock, whyNot, wireUnlock } from "./unlock.js";

const list = document.querySelector("[data-levels]");
const told = document.querySelector("[data-keep-told]");
const eraser = document.querySelector("[data-erase]");
const unlock = document.querySelector("[data-unlock]");
const words = list.querySelector("[data-new-words]");
const { programme } = list.dataset;
const LEAST_SENTENCE = 12;
let state = {};
let code = "";

/** Say what became of a press where it was pressed. */
function tell(text, near = null) {
  near?.closest("section[data-level]")?.append(told);
  told.textContent = text ?? "";
}

async function show() {
  state = await progress.load(programme);
  const possible = progress.levels();
  for (const section of list.querySelectorAll("section[data-level]")) {
    const level = Number(section.dataset.level);
    const isChosen = level === state.level;
    section.classList.toggle("is-chosen", isChosen);
    section.querySelector("[data-chosen]").hidden = !isChosen;
    const isPossible = possible.includes(level);
    const holds = {
      chosen: isChosen,
      other: !isChosen && isPossible,
      open: !state.isLocked,
      possible: isPossible,
      impossible: !isPossible,
      ticks: isChosen && state.about?.kind === "ticks",
      texts: isChosen && state.about?.kind === "texts",
      bare: isChosen && !state.about?.lock,
      locked: isChosen && Boolean(state.about?.lock),
    };
    for (const part of section.querySelectorAll("[data-when]")) {
      part.hidden = !part.dataset.when.split(" ").every((name) => holds[name]);
    }
  }
  list.querySelector("[data-sentence]").hidden = !possible.includes(2);
  showUnlock(unlock, state.isLocked ? state.level : 0);
  if (state.trouble) tell(list.dataset.outOfReach);
}

/** Do something that can fail, with a button that can not be pressed twice; then show what holds. */
async function act(button, work, done) {
  button.disabled = true;
  tell(list.dataset.busy, button);
  try {
    await work();
    tell(done);
  } catch (error) {
    tell(whyNot(error, list.dataset));
  } finally {
    button.disabled = false;
  }
  await show();
}

async function choose(button, level, options) {
  if (state.trouble) return; // what is kept could not be read: to go on would leave it behind
  await act(button, () => progress.choose(level, programme, state.book, options), list.dataset.done);
  const head = list.querySelector("section.is-chosen h2");
  head.tabIndex = -1;
  head.focus();
}

for (const button of list.querySelectorAll("[data-choose]")) {
  button.addEventListener("click", () => choose(button, Number(button.dataset.choose)));
}

// --- level 1 ---

const form = list.querySelector("[data-choose-browser]");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const sentence = form.querySelector("[data-sentence] input");
  const error = form.querySelector("[data-sentence] .error");
  const isShort = sentence.value.trim() !== "" && sentence.value.trim().length < LEAST_SENTENCE;
  error.hidden = !isShort;
  sentence.setAttribute("aria-invalid", String(isShort));
  if (isShort) {
    sentence.focus();
    return;
  }
  const kind = form.querySelector("[data-keep-kind]:checked").value;
  await choose(form.querySelector("button"), 1, { kind, sentence: sentence.value.trim() });
  sentence.value = "";
});

// --- level 2 ---

list.querySelector("[data-make-words]").addEventListener("click", () => {
  code = makeCode();
  words.querySelector("ol").replaceChildren(
    ...code.split("-").map((word) => {
      const line = document.createElement("li");
      line.textContent = word;
      return line;
    }),
  );
  words.hidden = false;
  const head = words.querySelector("h3");
  head.tabIndex = -1;
  head.focus();
});

function hideWords() {
  code = "";
  words.querySelector("ol").replaceChildren();
  words.hidden = true;
}

list.querySelector("[data-keep-words]").addEventListener("click", async ({ currentTarget }) => {
  await choose(currentTarget, 2, { code });
  if (state.level === 2) hideWords();
});
list.querySelector("[data-no-words]").addEventListener("click", () => {
  hideWords();
  list.querySelector("[data-make-words]").focus();
});
addEventListener("pagehide", hideWords);
addEventListener("leaving", hideWords);

const opening = list.querySelector("[data-open-words]");
opening.addEventListener("submit", async (event) => {
  event.preventDefault();
  const input = opening.querySelector("input");
  const typed = normalise(input.value);
  if (!typed) {
    tell(list.dataset.notWords, input);
    input.focus();
    return;
  }
  await act(
    opening.querySelector("button"),
    async () => {
      await progress.openWith(typed, programme, state.book);
      input.value = "";
      tellReturn(list);
    },
    list.dataset.opened,
  );
});

for (const button of list.querySelectorAll("[data-close-words]")) {
  button.addEventListener("click", () => act(button, () => progress.erase(programme), button.dataset.told));
}
for (const button of list.querySelectorAll("[data-forget]")) {
  button.addEventListener("click", () => act(button, () => progress.forget(programme), button.dataset.told));
}

// --- any ---

wireUnlock(unlock, () => ({ level: state.level, programme }), async () => {
  tellReturn(list);
  await show();
});
eraser.hidden = false;
eraser.addEventListener("click", async () => {
  hideWords();
  await progress.erase(programme);
  await show();
  eraser.parentElement.after(told);
  tell(eraser.dataset.told);
});

show();
