// The step plan: the plans of all modules together, steps of one's own, and the days as a calendar file.

import { calendar } from "./calendar.js";
import { wake } from "./exercises.js";
import { Keep, download } from "./keep.js";
import { places } from "./workbook.js";

const section = document.querySelector("[data-keep]");
const button = document.querySelector("[data-calendar]");
const none = document.querySelector("[data-calendar-none]");

function daysOf(book) {
  return places(book)
    .flatMap(({ values }) => values)
    .filter(({ kind, answer }) => kind === "plan" && answer.date && !answer.done)
    .map(({ answer }) => answer.date);
}

const keep = new Keep(section);
const exercises = wake(keep, section.dataset);

button.hidden = false;
button.addEventListener("click", () => {
  for (const exercise of exercises) exercise.flush();
  const days = daysOf(keep.book);
  none.hidden = days.length > 0;
  if (days.length > 0) download(calendar(days, button.dataset.summary, new Date()), "agenda.ics", "text/calendar");
});
// what was planned stands open; the rest is folded away, and one click from being planned
keep.addEventListener("filled", () => {
  for (const module of document.querySelectorAll("[data-plan-module]")) {
    const written = [...module.querySelectorAll("textarea, input:not([type=checkbox])")];
    module.open = written.some(({ value }) => value !== "");
  }
});
keep.start();
