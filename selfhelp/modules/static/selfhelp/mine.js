// The whole workbook in words: by module, what is older beside what is asked now, and what two devices disagree on.

import { Keep } from "./keep.js";
import { heading, lines } from "./readable.js";
import { places } from "./workbook.js";

const section = document.querySelector("[data-keep]");
const room = document.querySelector("[data-workbook]");
const nothing = document.querySelector("[data-empty]");

function make(name, words, className = "") {
  const element = document.createElement(name);
  if (words !== undefined) element.textContent = words;
  if (className) element.className = className;
  return element;
}

/** Whether an answer answers what is asked now. */
function fits(exercise, { kind, v, answer }) {
  if (!exercise || exercise.kind !== kind || exercise.version !== v) return false;
  if (kind === "scale" && answer.value !== null) return answer.value >= exercise.low && answer.value <= exercise.high;
  const named = [...(answer.ticked ?? []), ...(answer.chosen ?? []), ...Object.keys(answer.cells ?? {})];
  return named.every((key) => exercise.keys.includes(key));
}

function entry(title, { values }, isOlder) {
  const box = make("div", undefined, "sh-entry");
  if (title) {
    const head = make("h3", title);
    if (isOlder) {
      const badge = make("span", room.dataset.older, "badge");
      badge.title = room.dataset.olderHint;
      head.append(" ", badge);
    }
    box.append(head);
  }
  if (values.length > 1) box.append(make("p", room.dataset.conflict, "quiet"));
  for (const value of values) {
    const version = make("div", undefined, "sh-version");
    for (const { label, text } of lines(value, room.dataset)) {
      const line = make("p");
      if (label) line.append(make("strong", heading(label)), " ");
      line.append(text);
      version.append(line);
    }
    box.append(version);
  }
  return box;
}

/** Which chapters were ticked as read. */
function readChapters(ticks) {
  const box = make("div", undefined, "sh-entry");
  const version = make("div", undefined, "sh-version");
  version.append(...ticks.map(({ values }) => make("p", values[0].asked.title)));
  box.append(make("h3", room.dataset.read), version);
  return box;
}

function part(title, entries) {
  const box = make("section", undefined, "sh-read");
  box.append(make("h2", title), ...entries);
  return box;
}

function inOrder(a, b) {
  const [x, y] = [a.values[0].answer, b.values[0].answer];
  const days = [x.date ?? "", y.date ?? ""];
  return (x.place ?? 0) - (y.place ?? 0) || (days[0] < days[1] ? -1 : days[0] > days[1] ? 1 : 0);
}

function ofModule({ key, title, question, exercises }, found) {
  const mine = found.filter(({ place }) => place.module === key);
  const scores = ["start", "close"].flatMap((which) =>
    mine
      .filter(({ place }) => place.group === "scores" && place.key === which)
      .map((each) => entry(`${question} (${room.dataset[which]})`, each, false)),
  );
  const read = mine.filter(({ place }) => place.group === "ticks");
  if (read.length > 0) scores.unshift(readChapters(read));
  const numbers = new Map(exercises.map((exercise, number) => [exercise.key, number]));
  const number = ({ place }) => numbers.get(place.key) ?? exercises.length;
  const answers = mine
    .filter(({ place }) => place.group === "exercises")
    .sort((a, b) => number(a) - number(b) || inOrder(a, b))
    .map((each) => {
      const exercise = exercises[number(each)];
      const isOlder = each.values.some((value) => !fits(exercise, value));
      return entry(isOlder ? each.values[0].asked.title : exercise.title, each, isOlder);
    });
  return [...scores, ...answers].length > 0 ? part(title, [...scores, ...answers]) : null;
}

function show(keep) {
  const modules = JSON.parse(document.getElementById("asked").textContent);
  const found = places(keep.book);
  const known = new Set(modules.map(({ key }) => key));
  const own = found.filter(({ place }) => place.group === "plan").map((each) => entry("", each, false));
  const gone = found
    .filter(({ place }) => place.group === "exercises" && !known.has(place.module))
    .map((each) => entry(each.values[0].asked.title, each, true));
  const parts = modules.map((module) => ofModule(module, found));
  if (own.length > 0) parts.push(part(room.dataset.own, own));
  if (gone.length > 0) parts.push(part(room.dataset.gone, gone));
  room.replaceChildren(...parts.filter(Boolean));
  nothing.hidden = room.children.length > 0;
}

if (section) {
  const keep = new Keep(section);
  keep.addEventListener("filled", () => show(keep));
  keep.start();
}
