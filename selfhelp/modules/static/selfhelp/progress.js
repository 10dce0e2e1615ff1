// Where a visitor's workbook is kept. The one boundary between the pages and the ways of keeping:
//
//   load(programme)   what is kept, and by which level: { level, book }; level 0 and null when nothing is
//   save(book)        keep it, by the level that holds it now; at level 0 nothing happens
//   choose(level, programme, book, options)   from now on keep it by another level; what the old one kept is erased
//   erase(programme)  take away what is kept of a programme, by every level
//
// A level is a store: { level, holds(programme), load(programme), save(book), erase(programme), begin(programme, options) }.
// Everything is asynchronous, because a store may have to ask for words or to compute. A store that can not do what is
// asked throws; the page says so and goes on with what it has.

import { store as tab } from "./tab.js";

const STORES = [tab];

function storeOf(level) {
  return STORES.find((store) => store.level === level) ?? null;
}

/** Which levels can be chosen here. */
export function levels() {
  return [0, ...STORES.map((store) => store.level)].sort();
}

async function holder(programme) {
  for (const store of STORES) {
    if (await store.holds(programme)) return store;
  }
  return null;
}

export async function load(programme) {
  const store = await holder(programme);
  return store ? { level: store.level, book: await store.load(programme) } : { level: 0, book: null };
}

export async function save(book) {
  const store = await holder(book.programme);
  await store?.save(book);
}

export async function choose(level, programme, book, options = {}) {
  const before = await holder(programme);
  const next = storeOf(level);
  if (before && before !== next) await before.erase(programme);
  if (next) {
    await next.begin(programme, options);
    if (book) await next.save(book);
  }
}

export async function erase(programme) {
  for (const store of STORES) await store.erase(programme);
}
