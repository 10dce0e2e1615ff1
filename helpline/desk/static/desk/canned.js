// Ready answers: "/" at the start of a message opens the list, typing narrows it, Enter or Tab puts the sentence in.

import { read } from "./dom.js";

const all = read("desk-canned");
const MOST = 8;

export class Canned {
  constructor({ text, list, programme, language }) {
    this.text = text;
    this.list = list;
    this.mine = () => all.filter((answer) => answer.programme === programme());
    this.language = language;
    this.found = [];
    this.at = 0;
    list.id = `canned-${crypto.randomUUID()}`;
    text.setAttribute("aria-controls", list.id);
    text.addEventListener("input", () => this.#look());
    text.addEventListener("blur", () => this.hide());
  }

  get isOpen() {
    return !this.list.hidden;
  }

  /** Returns true when the key was for the list. */
  key(event) {
    if (!this.isOpen) return false;
    if (event.key === "ArrowDown") this.#move(1);
    else if (event.key === "ArrowUp") this.#move(-1);
    else if (event.key === "Enter" || event.key === "Tab") this.#take(this.found[this.at]);
    else if (event.key === "Escape") this.hide();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  hide() {
    this.list.hidden = true;
    this.text.removeAttribute("aria-activedescendant");
  }

  #look() {
    const typed = this.text.value;
    if (!typed.startsWith("/") || typed.includes("\n")) {
      this.hide();
      return;
    }
    const asked = typed.slice(1).toLowerCase();
    const fits = (answer) => answer.shortcut.includes(asked) || this.#words(answer).toLowerCase().includes(asked);
    this.found = this.mine().filter(fits).slice(0, MOST);
    this.at = 0;
    this.list.replaceChildren(...this.found.map((answer, at) => this.#option(answer, at)));
    this.list.hidden = this.found.length === 0;
    this.#move(0);
  }

  #words(answer) {
    return this.language() === "en" ? answer.en : answer.nl;
  }

  #option(answer, at) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${at}`;
    option.setAttribute("role", "option");
    const name = document.createElement("kbd");
    name.textContent = `/${answer.shortcut}`;
    const words = document.createElement("span");
    words.textContent = this.#words(answer);
    option.append(name, words);
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.#take(answer);
    });
    return option;
  }

  #move(step) {
    if (this.found.length === 0) return;
    this.at = (this.at + step + this.found.length) % this.found.length;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === this.at)));
    this.text.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
  }

  #take(answer) {
    if (!answer) return;
    this.text.value = this.#words(answer);
    this.hide();
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.text.focus();
  }
}
