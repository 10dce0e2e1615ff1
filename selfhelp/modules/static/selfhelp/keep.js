// The part of a page that says what becomes of the answers, and lets a visitor save, open, print and erase.

import * as progress from "./progress.js";
import { NotAWorkbook, OtherProgramme, empty, merge, newWriter, read } from "./workbook.js";

/** Give the browser a file to save. It is made here; nothing is sent. */
export function download(text, name, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/**
 * Tell that something happened that is only counted: "start" or "close" (a score was given), "return". Which score it
 * was is not in it, nor anything else that was answered.
 */
export function tellCount(section, what, module = "") {
  const body = new URLSearchParams({ what, module });
  fetch(section.dataset.counted, { method: "POST", body, credentials: "omit", keepalive: true }).catch(() => {});
}

/**
 * The workbook of one opened page: loaded once, written by the page, kept by the level that was chosen.
 * Tells "filled" when its answers came from elsewhere and the page must show them.
 */
export class Keep extends EventTarget {
  constructor(section) {
    super();
    this.section = section;
    this.programme = section.dataset.programme;
    this.book = empty(this.programme);
    this.level = 0;
    this.writer = newWriter();
    this.saving = Promise.resolve();
  }

  async start() {
    try {
      const { level, book } = await progress.load(this.programme);
      this.level = level;
      if (book) this.book = book;
    } catch {
      // what is kept cannot be read: the page works on with nothing
    }
    this.#wire();
    this.#showLevel();
    this.dispatchEvent(new Event("filled"));
  }

  /** Take a new state of the workbook, and keep it when something is kept at all. */
  write(book) {
    this.book = book;
    this.saving = this.saving.then(() => progress.save(book)).catch(() => {});
    return this.saving;
  }

  tell(words) {
    const told = this.section.querySelector("[data-keep-told]");
    if (told) told.textContent = words ?? "";
  }

  #wire() {
    const find = (name) => this.section.querySelector(`[data-${name}]`);
    const tools = find("keep-tools");
    if (tools) tools.hidden = false;
    const print = find("print");
    if (print) {
      print.hidden = false;
      print.addEventListener("click", () => window.print());
    }
    find("save-file")?.addEventListener("click", ({ currentTarget }) => this.#saveFile(currentTarget));
    find("open-file")?.addEventListener("change", ({ currentTarget }) => this.#openFile(currentTarget));
    find("erase")?.addEventListener("click", ({ currentTarget }) => this.erase(currentTarget.dataset.told));
  }

  #saveFile({ dataset }) {
    download(`${JSON.stringify(this.book)}\n`, this.section.dataset.file, "application/json");
    this.tell(dataset.told);
  }

  async #openFile(input) {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    try {
      await this.write(merge(this.book, read(await file.text())));
      this.dispatchEvent(new Event("filled"));
      this.tell(input.dataset.told);
    } catch (error) {
      if (error instanceof OtherProgramme) this.tell(input.dataset.other);
      else if (error instanceof NotAWorkbook) this.tell(input.dataset.broken);
      else throw error;
    }
  }

  /** Take everything away: from this page, and from wherever it was kept. */
  async erase(words) {
    await this.saving;
    this.book = empty(this.programme);
    this.level = 0;
    this.writer = newWriter();
    await progress.erase(this.programme);
    this.#showLevel();
    this.dispatchEvent(new Event("filled"));
    this.tell(words);
  }

  #showLevel() {
    for (const words of this.section.querySelectorAll("p[data-level]")) {
      words.hidden = words.dataset.level !== String(this.level);
    }
  }
}
