// Between the controls of a page and the answers of a workbook: reading one from the other, both ways.
//
// An exercise is a fieldset with data-exercise, data-module, data-key, data-version, data-kind; each answer of it an
// element with data-part; each field of an answer a control with data-field, or data-cell for a column. A score has
// data-score instead, a chapter that can be ticked as read data-tick, and a list of one's own steps data-own-plans.

import { ANSWER, WITH_ROWS, checkAnswer, isEmpty } from "./shapes.js";
import { find, newWriter, partsOf, place, put } from "./workbook.js";

const LISTS = new Set(["ticked", "chosen"]);

/** A name for a new row. Rows without a day keep the order in which they were made: number says the how-manieth it is. */
export function newPart(number) {
  return `r${number.toString(36).padStart(3, "0").slice(-3)}${newWriter(10)}`;
}

/** What an element asks: { kind, version, title, place(part), rows }. */
export function asked(element) {
  const { dataset } = element;
  const { module, key } = dataset;
  if ("score" in dataset) {
    const where = place.score(module, dataset.score);
    return { kind: "score", version: 1, title: dataset.title, place: () => where, rows: false };
  }
  if ("tick" in dataset) {
    const where = place.tick(module, dataset.tick);
    return { kind: "tick", version: 1, title: dataset.title, place: () => where, rows: false };
  }
  if ("ownPlans" in dataset) {
    return { kind: "plan", version: 1, title: "", place: (part) => place.plan(part), rows: true };
  }
  return {
    kind: dataset.kind,
    version: Number(dataset.version),
    title: dataset.title,
    place: (part) => place.exercise(module, key, part),
    rows: WITH_ROWS.has(dataset.kind),
  };
}

/** The answer that stands in the controls of a part. */
export function readPart(part, kind) {
  const answer = {};
  for (const control of part.querySelectorAll("[data-field]")) {
    const { field } = control.dataset;
    if (LISTS.has(field)) {
      answer[field] ??= [];
      if (control.checked) answer[field].push(control.value);
    } else if (control.type === "radio") {
      if (control.checked) answer[field] = Number(control.value);
    } else if (control.type === "checkbox") {
      answer[field] = control.checked;
    } else if (field === "place") {
      answer[field] = [...part.parentElement.children].indexOf(part) + 1;
    } else {
      answer[field] = control.value;
    }
  }
  const cells = [...part.querySelectorAll("[data-cell]")];
  if (cells.length > 0) answer.cells = Object.fromEntries(cells.map((control) => [control.dataset.cell, control.value]));
  return checkAnswer(kind, answer);
}

/** Put an answer into the controls of a part; null clears them. */
export function fillPart(part, kind, answer) {
  const full = answer ?? checkAnswer(kind, {});
  for (const control of part.querySelectorAll("[data-field]")) {
    const { field } = control.dataset;
    if (LISTS.has(field)) control.checked = full[field].includes(control.value);
    else if (control.type === "radio") control.checked = full[field] === Number(control.value);
    else if (control.type === "checkbox") control.checked = full[field];
    else if (field !== "place") control.value = full[field];
  }
  for (const control of part.querySelectorAll("[data-cell]")) control.value = full.cells[control.dataset.cell] ?? "";
}

/** The words behind the keys that an answer names, kept with it so that it can be read without its exercise. */
export function labelsOf(element, answer) {
  const { dataset } = element;
  if (dataset.kind === "balance") return { now: dataset.now, change: dataset.change };
  const labels = {};
  for (const key of [...(answer.ticked ?? []), ...(answer.chosen ?? [])]) {
    const control = element.querySelector(`[data-field][value="${CSS.escape(key)}"]`);
    labels[key] = control.closest("label").textContent.trim();
  }
  for (const key of Object.keys(answer.cells ?? {})) {
    const control = element.querySelector(`[data-cell="${CSS.escape(key)}"]`);
    labels[key] = control.labels[0].textContent.trim();
  }
  return labels;
}

/** Whether an answer answers what the element asks now; one that does not is "older" and is not filled in. */
export function fits(element, value) {
  const { kind, version } = asked(element);
  if (value.kind !== kind || value.v !== version) return false;
  const { answer } = value;
  const has = (selector) => element.querySelector(selector) !== null;
  const named = [...(answer.ticked ?? []), ...(answer.chosen ?? [])];
  if (kind === "scale" && answer.value !== null) return has(`[data-field][value="${answer.value}"]`);
  return (
    named.every((key) => has(`[data-field][value="${CSS.escape(key)}"]`)) &&
    Object.keys(answer.cells ?? {}).every((key) => has(`[data-cell="${CSS.escape(key)}"]`))
  );
}

/** What fits of what stands at a part, the shown one first. */
export function fitting(element, book, part) {
  return find(book, asked(element).place(part)).filter((value) => fits(element, value));
}

/** The parts that are answered, diaries by their day and timelines by their place. */
export function answeredParts(element, book) {
  const { module, key } = element.dataset;
  const parts = "ownPlans" in element.dataset ? Object.keys(book.plan).sort() : partsOf(book, module, key);
  const order = (part) => {
    const { answer } = fitting(element, book, part)[0];
    return [answer.place ?? 0, answer.date ?? "", part];
  };
  return parts
    .filter((part) => fitting(element, book, part).length > 0)
    .map((part) => [order(part), part])
    .sort(([a], [b]) => a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : a[2] < b[2] ? -1 : 1))
    .map(([, part]) => part);
}

/**
 * The workbook with what stands in a part. beside: values of a conflict that stay.
 * Nothing is written where the part says what it was filled with.
 */
export function writePart(element, part, book, writer, beside = []) {
  const { kind, version, title, place: placeOf } = asked(element);
  const name = part.dataset.part || ANSWER;
  const answer = readPart(part, kind);
  const shown = fitting(element, book, name)[0];
  if (!shown && isEmpty(answer)) return book;
  return put(book, placeOf(name), {
    kind,
    version,
    answer,
    writer,
    title,
    labels: labelsOf(element, answer),
    beside,
  });
}
