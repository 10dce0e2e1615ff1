// Choosing what is kept, changing it, and erasing everything.

import * as progress from "./progress.js";

const list = document.querySelector("[data-levels]");
const told = document.querySelector("[data-keep-told]");
const eraser = document.querySelector("[data-erase]");
const { programme } = list.dataset;

async function show() {
  const { level } = await progress.load(programme);
  for (const section of list.querySelectorAll("[data-level]")) {
    const isChosen = section.dataset.level === String(level);
    section.classList.toggle("is-chosen", isChosen);
    section.querySelector("[data-chosen]").hidden = !isChosen;
    const button = section.querySelector("[data-choose]");
    if (button) button.hidden = isChosen;
  }
}

for (const button of list.querySelectorAll("[data-choose]")) {
  button.addEventListener("click", async () => {
    const { book } = await progress.load(programme);
    await progress.choose(Number(button.dataset.choose), programme, book);
    told.textContent = "";
    await show();
    button.closest("[data-level]").querySelector("h2").scrollIntoView({ block: "nearest" });
  });
}

eraser.hidden = false;
eraser.addEventListener("click", async () => {
  await progress.erase(programme);
  await show();
  told.textContent = eraser.dataset.told;
});

show();
