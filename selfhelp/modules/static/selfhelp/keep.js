// The part of a page that says what becomes of the answers, and lets a visitor save, open, print and erase.

import * as progress from "./progress.js";
import { KeptNoMore, Locked, OutOfReach } from "./levels.js";
import { cameFromElsewhere, tellReturn } from "./returning.js";
import { TooLarge } from "./seal.js";
import { showUnlock, wireUnlock } from "./unlock.js";
import { NotAWorkbook, OtherProgramme, canonical, empty, merge, newWriter, read } from "./workbook.js";

const AGAIN_MS = 5000;

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
 * Tell that something happened that is only counted: "start" or "close" (a score was given). Which score it was is not
 * in it, nor anything else that was answered.
 */
export function tellCount(section, what, module = "") {
  const body = new URLSearchParams({ what, module });
  fetch(section.dataset.counted, { method: "POST", body, credentials: "omit", keepalive: true }).catch(() => {});
}

/**
 * The workbook of one opened page: loaded once, written by the page, kept by the level that was chosen.
 *
 * Tells "filled" when its answers came from elsewhere and the page must show them, and "level" when it is known or has
 * changed by which level they are kept. Before answers of elsewhere come to
 * a page that may be written on, it tells "coming": what was typed is to be written down first, or it would count as
 * knowing them and take their place.
 */
export class Keep extends EventTarget {
  #generation = 0;
  #again = null;
  #isTroubled = false;

  constructor(section) {
    super();
    this.section = section;
    this.programme = section.dataset.programme;
    this.book = empty(this.programme);
    this.level = 0;
    this.about = null;
    this.isLocked = false;
    this.writer = newWriter();
    this.saving = Promise.resolve();
  }

  async start() {
    this.#wire();
    const { level, about, lock } = await this.#load();
    if (level === 1 && about && !lock && cameFromElsewhere()) tellReturn(this.section);
  }

  /** Take a new state of the workbook, and keep it when something is kept at all. */
  write(book) {
    this.book = book;
    this.saving = this.#save(book);
    return this.saving;
  }

  async #load() {
    const { level, about, book, isLocked = false, trouble } = await progress.load(this.programme);
    Object.assign(this, { level, about, isLocked });
    this.#showLevel();
    if (trouble) this.#meet(trouble);
    if (book) this.#takeIn(book);
    else this.dispatchEvent(new Event("filled"));
    return { level, about, lock: about?.lock };
  }

  async #save(book) {
    const generation = this.#generation;
    try {
      const kept = await progress.save(book);
      if (generation !== this.#generation) return;
      if (this.#isTroubled) this.tell(this.section.dataset.savedAgain);
      this.#isTroubled = false;
      if (canonical(merge(this.book, kept)) !== canonical(this.book)) this.#takeIn(kept);
    } catch (error) {
      if (generation === this.#generation) this.#meet(error);
    }
  }

  #takeIn(book) {
    this.dispatchEvent(new Event("coming"));
    this.book = merge(this.book, book);
    this.dispatchEvent(new Event("filled"));
  }

  /** What was asked of a level did not work: say so, and go on with what there is. */
  #meet(error) {
    const { dataset } = this.section;
    this.#isTroubled = true;
    if (error instanceof Locked) {
      this.isLocked = true;
      this.#showLevel();
    } else if (error instanceof OutOfReach) {
      this.tell(dataset.outOfReach);
      this.#again ??= setTimeout(() => {
        this.#again = null;
        this.write(this.book);
      }, AGAIN_MS);
    } else if (error instanceof KeptNoMore) {
      Object.assign(this, { level: 0, about: null });
      this.#showLevel();
      this.tell(dataset.keptNoMore);
    } else if (error instanceof TooLarge) {
      this.tell(dataset.tooLarge);
    } else {
      this.tell(dataset.unsaved);
    }
  }

  /** The words were right: everything of both, what is kept and what was typed here meanwhile. */
  async #opened() {
    const typed = this.book;
    await this.#load();
    await this.write(merge(this.book, typed));
    this.tell("");
    tellReturn(this.section);
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
    const form = find("unlock");
    if (form) wireUnlock(form, () => ({ level: this.level, programme: this.programme }), () => this.#opened());
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
    this.#generation += 1;
    clearTimeout(this.#again);
    this.#again = null;
    this.#isTroubled = false;
    this.book = empty(this.programme);
    Object.assign(this, { level: 0, about: null, isLocked: false });
    this.writer = newWriter();
    await progress.erase(this.programme);
    this.#showLevel();
    this.dispatchEvent(new Event("filled"));
    this.tell(words);
  }

  #showLevel() {
    for (const words of this.section.querySelectorAll("p[data-level]")) {
      const { level, kind, lock } = words.dataset;
      const holds = (name, wanted) => wanted === undefined || wanted === String(this.about?.[name]);
      words.hidden = level !== String(this.level) || !holds("kind", kind) || !holds("lock", lock);
    }
    const form = this.section.querySelector("[data-unlock]");
    if (form) showUnlock(form, this.isLocked ? this.level : 0);
    this.dispatchEvent(new Event("level"));
  }
}
