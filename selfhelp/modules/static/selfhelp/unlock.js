// The form that opens a workbook under lock: the visitor's own sentence (level 1) or the seven words (level 2).

import { normalise } from "./code.js";
import { NoRoom, OpensNothing } from "./levels.js";
import * as progress from "./progress.js";

/** Show the form as it is for a level, or with 0 not at all. */
export function showUnlock(form, level) {
  form.hidden = level === 0;
  for (const words of form.querySelectorAll("[data-for]")) words.hidden = words.dataset.for !== String(level);
}

/** Say in words why nothing opened. */
export function whyNot(error, dataset) {
  if (error instanceof NoRoom) return dataset.noRoom;
  return error instanceof OpensNothing ? dataset.opensNothing : dataset.outOfReach;
}

/** where: () => { level, programme }; opened: called when it stands open. */
export function wireUnlock(form, where, opened) {
  const input = form.querySelector("input");
  const button = form.querySelector("button");
  const told = form.querySelector("[role=status]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { level, programme } = where();
    const words = level === 2 ? normalise(input.value) : input.value;
    if (!words) {
      told.textContent = form.dataset.notWords;
      input.focus();
      return;
    }
    told.textContent = form.dataset.busy;
    button.disabled = true;
    try {
      await progress.unlock(programme, words);
      input.value = "";
      told.textContent = "";
      await opened();
    } catch (error) {
      told.textContent = whyNot(error, form.dataset);
      input.focus();
    } finally {
      button.disabled = false;
    }
  });
}
