// Level 3: what a visitor works on stays in this tab from page to page, until it is closed; a file is what lasts.
//
// Some browsers bring a closed tab back with what was in it. So what nobody touched for some hours is taken away before
// it is read. The quick exit clears all of it (leave.js).

import { empty, read } from "./workbook.js";

const IDLE_MS = 4 * 60 * 60 * 1000;
const nameOf = (programme) => `selfhelp.${programme}`;

function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null; // switched off
  }
}

function kept(programme) {
  const text = storage()?.getItem(nameOf(programme));
  if (!text) return null;
  try {
    const { at, book } = JSON.parse(text);
    const age = Date.now() - at;
    if (age >= 0 && age < IDLE_MS) return read(JSON.stringify(book));
  } catch {
    // nothing that can be read
  }
  storage().removeItem(nameOf(programme));
  return null;
}

export const store = {
  level: 3,
  isPossible: () => storage() !== null,
  async holds(programme) {
    return kept(programme) !== null;
  },
  async about() {
    return { kind: "texts", lock: false };
  },
  async load(programme) {
    const book = kept(programme);
    if (book) await this.save(book); // it was used now
    return book;
  },
  async save(book) {
    storage()?.setItem(nameOf(book.programme), JSON.stringify({ at: Date.now(), book }));
    return book;
  },
  async erase(programme) {
    storage()?.removeItem(nameOf(programme));
  },
  async begin(programme, _options, book) {
    await this.save(book ?? empty(programme));
  },
};
