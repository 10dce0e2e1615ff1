// A page with exercises: a module, a chapter, the emergency plan.

import { Keep, tellCount } from "./keep.js";
import { wake } from "./exercises.js";
import { find, place, ticked } from "./workbook.js";

const section = document.querySelector("[data-keep]");

/** Show the advice that goes with the score at the start; without one, all of it stands there. */
function advise(keep) {
  const fieldset = document.querySelector("[data-score=start]");
  const advices = document.querySelectorAll("[data-advices] > p");
  if (!fieldset) return;
  const [value] = find(keep.book, place.score(fieldset.dataset.module, "start"));
  const score = value?.answer.value ?? null;
  for (const advice of advices) {
    advice.hidden = score === null || score < Number(advice.dataset.from) || score > Number(advice.dataset.to);
  }
}

/** Beside the score at the end stands the one of the start. */
function lookBack(keep) {
  const line = document.querySelector("[data-score-before]");
  if (!line) return;
  const { module } = document.querySelector("[data-score=close]").dataset;
  const [value] = find(keep.book, place.score(module, "start"));
  line.hidden = !value;
  if (value) line.textContent = line.dataset.words.replace("{score}", value.answer.value);
}

/** Beside the chapters of a module stands which were ticked as read. */
function markRead(keep) {
  for (const chapter of document.querySelectorAll("[data-chapter]")) {
    const { module } = chapter.closest("[data-chapters]").dataset;
    chapter.querySelector("[data-read]").hidden = !ticked(keep.book, module).has(chapter.dataset.chapter);
  }
}

/** A chapter can be ticked as read where something is kept; elsewhere the tick would be gone with the page. */
function offerTick(keep) {
  const tick = document.querySelector("[data-tick]");
  if (tick) tick.hidden = keep.level === 0;
}

/** Who begins to write is told once, right there, what becomes of it. */
function tellOnce(keep) {
  document.addEventListener(
    "answered",
    ({ target }) => {
      if (keep.level !== 0) return;
      const told = document.createElement("p");
      told.className = "sh-told";
      const link = document.createElement("a");
      link.href = section.querySelector("[data-keeping]").href;
      link.textContent = section.dataset.choose;
      told.append(`${section.dataset.notKept} `, link);
      target.append(told);
    },
    { once: true },
  );
}

/** A score that was given is counted once for this page; which one it was stays here. */
function countScores() {
  const told = new Set();
  document.addEventListener("answered", ({ target, detail }) => {
    const { score, module } = target.dataset;
    if (!score || !detail.isFirst || told.has(score)) return;
    told.add(score);
    tellCount(section, score, module);
  });
}

if (section) {
  countScores();
  const keep = new Keep(section);
  wake(keep, section.dataset);
  keep.addEventListener("level", () => offerTick(keep));
  for (const show of [advise, lookBack, markRead]) {
    keep.addEventListener("filled", () => show(keep));
    document.addEventListener("answered", () => show(keep));
  }
  tellOnce(keep);
  keep.start();
}
