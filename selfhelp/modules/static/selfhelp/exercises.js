// The exercises of a page come alive: filled from the workbook, written into it, rows added and taken out, and the two
// versions of a conflict shown until somebody chooses.

import { answeredParts, asked, fillPart, fitting, newPart, readPart, writePart } from "./controls.js";
import { heading, lines } from "./readable.js";
import { isEmpty } from "./shapes.js";
import { erase, find, put } from "./workbook.js";

const PAUSE_MS = 400;

/** One exercise (or score, or list of steps) on the page. */
class Exercise {
  constructor(element, keep, words) {
    this.element = element;
    this.keep = keep;
    this.words = words;
    this.asks = asked(element);
    this.timers = new Map();
    /** By part: which writing its controls show. Only that one is replaced by what is typed there. */
    this.shown = new Map();
    this.isBehind = false;
    this.made = 0;
    this.list = element.querySelector("[data-rows]");
    if (this.list) this.#prepareRows();
    else for (const part of this.parts()) this.#listen(part);
    for (const button of element.querySelectorAll("[data-suggest]")) this.#wireSuggestion(button);
  }

  parts() {
    return [...this.element.querySelectorAll("[data-part]")];
  }

  /**
   * Show what the workbook says. Not under somebody's hands: an exercise that is being worked on waits until it is left;
   * what came from elsewhere meanwhile stays beside what is typed.
   */
  fillWhenFree() {
    const isBusy = this.element.contains(document.activeElement) && document.activeElement.matches("input, textarea");
    if (!isBusy) this.fill();
    else this.isBehind = true;
  }

  #catchUp() {
    if (!this.isBehind) return;
    // the focus has not arrived yet where it goes
    setTimeout(() => {
      if (!this.isBehind || this.element.contains(document.activeElement)) return;
      this.flush();
      this.fill();
    });
  }

  /** Show what the workbook says. */
  fill() {
    this.isBehind = false;
    if (this.list) this.#fillRows();
    else for (const part of this.parts()) this.#fillPart(part);
  }

  /** Write at once what still waits for a pause. */
  flush() {
    for (const part of [...this.timers.keys()]) this.#write(part);
  }

  #fillPart(part) {
    const name = part.dataset.part;
    const values = fitting(this.element, this.keep.book, name);
    fillPart(part, this.asks.kind, values[0]?.answer);
    this.shown.set(part, values[0]?.dot.join());
    this.#showOthers(part, values);
  }

  // --- rows ---

  #prepareRows() {
    const rows = [...this.list.children];
    this.blank = rows.at(-1).cloneNode(true);
    for (const row of rows.slice(1)) row.remove();
    const add = this.element.querySelector("[data-add]");
    add.hidden = false;
    add.addEventListener("click", () => this.#addRow().querySelector("input, textarea").focus());
    this.list.replaceChildren();
    this.#addRow();
  }

  #addRow(name = newPart(this.made)) {
    this.made += 1;
    const row = this.blank.cloneNode(true);
    const part = row.matches("[data-part]") ? row : row.querySelector("[data-part]");
    const before = part.dataset.part;
    part.dataset.part = name;
    for (const control of row.querySelectorAll("[id]")) control.id = control.id.replace(`.${before}-`, `.${name}-`);
    for (const label of row.querySelectorAll("label[for]")) label.htmlFor = label.htmlFor.replace(`.${before}-`, `.${name}-`);
    for (const control of row.querySelectorAll("[name]")) control.name = control.name.replace(`.${before}.`, `.${name}.`);
    const remove = row.querySelector("[data-remove]");
    remove.hidden = false;
    remove.addEventListener("click", () => this.#removeRow(row, part));
    this.#listen(part);
    this.list.append(row);
    return row;
  }

  #removeRow(row, part) {
    clearTimeout(this.timers.get(part));
    this.timers.delete(part);
    this.keep.write(erase(this.keep.book, this.asks.place(part.dataset.part)));
    row.remove();
    if (this.list.children.length === 0) this.#addRow();
    this.element.querySelector("[data-add]").focus();
  }

  #fillRows() {
    // asked while a row stands there: the columns of a diary are known by its controls
    const names = answeredParts(this.element, this.keep.book);
    this.list.replaceChildren();
    this.made = 0;
    for (const name of names) {
      const row = this.#addRow(name);
      this.#fillPart(row.matches("[data-part]") ? row : row.querySelector("[data-part]"));
    }
    this.#addRow();
  }

  // --- writing ---

  #listen(part) {
    const later = () => {
      clearTimeout(this.timers.get(part));
      this.timers.set(part, setTimeout(() => this.#write(part), PAUSE_MS));
    };
    part.addEventListener("input", later);
    part.addEventListener("change", () => this.#write(part));
  }

  #write(part) {
    clearTimeout(this.timers.get(part));
    this.timers.delete(part);
    const { keep, element } = this;
    const values = fitting(element, keep.book, part.dataset.part);
    const before = values.find(({ dot }) => dot.join() === this.shown.get(part));
    // two devices that ticked the same chapter mean the same
    const beside = this.asks.kind === "tick" ? [] : values.filter((value) => value !== before);
    const after = writePart(element, part, keep.book, keep.writer, beside);
    if (after === keep.book) return;
    const written = fitting(element, after, part.dataset.part).find(({ dot }) => dot[0] === keep.writer);
    this.shown.set(part, written?.dot.join());
    keep.write(after);
    element.dispatchEvent(new CustomEvent("answered", { bubbles: true, detail: { isFirst: !before } }));
  }

  #wireSuggestion(button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const part = this.parts()[0];
      const what = part.querySelector("[data-field=what]");
      what.value = button.dataset.suggest;
      this.#write(part);
      what.focus();
    });
  }

  // --- conflicts ---

  #showOthers(part, [, ...others]) {
    part.querySelector(":scope > .sh-others")?.remove();
    if (others.length === 0 || this.asks.kind === "tick") return;
    const box = document.createElement("div");
    box.className = "notice notice-warn sh-others";
    const text = document.createElement("div");
    text.className = "notice-text";
    text.append(paragraph(this.words.conflict, "strong"));
    for (const value of others) {
      for (const { label, text: words } of lines(value, this.words)) text.append(paragraph(label ? `${heading(label)} ${words}` : words));
    }
    const row = document.createElement("p");
    row.className = "row";
    row.append(
      press(this.words.keepMine, () => this.#choose(part, readPart(part, this.asks.kind))),
      press(this.words.takeOther, () => this.#choose(part, others[0].answer)),
    );
    text.append(row);
    box.append(text);
    part.append(box);
  }

  #choose(part, answer) {
    const { keep, asks } = this;
    const where = asks.place(part.dataset.part);
    const [shown] = find(keep.book, where);
    const { title, labels } = shown.asked;
    const given = { kind: asks.kind, version: asks.version, answer, writer: keep.writer, title, labels };
    keep.write(isEmpty(answer) ? erase(keep.book, where) : put(keep.book, where, given));
    this.#fillPart(part);
    part.querySelector("input, textarea, button")?.focus();
  }
}

function paragraph(words, name = "span") {
  const line = document.createElement("p");
  const inside = document.createElement(name);
  inside.textContent = words;
  line.append(inside);
  return line;
}

function press(words, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.textContent = words;
  button.addEventListener("click", act);
  return button;
}

/** Every exercise of the page, alive. */
export function wake(keep, words) {
  const found = document.querySelectorAll("[data-exercise], [data-score], [data-tick], [data-own-plans]");
  const exercises = [...found].map((element) => new Exercise(element, keep, words));
  keep.addEventListener("coming", () => exercises.forEach((exercise) => exercise.flush()));
  keep.addEventListener("filled", () => exercises.forEach((exercise) => exercise.fillWhenFree()));
  // a page that goes writes down what was typed last
  addEventListener("pagehide", () => exercises.forEach((exercise) => exercise.flush()));
  return exercises;
}
