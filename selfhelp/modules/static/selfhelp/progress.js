// Where a visitor's workbook is kept. The one boundary between the pages and the ways of keeping:
//
//   load(programme)     what is kept, and by which level: { level, about, book }; level 0 and null when nothing is.
//                       about: { kind: "ticks" or "texts", lock }. Under lock, book is null and isLocked true; where
//                       it could not be read, book is null and trouble says why
//   unlock(programme, words)   open what is under lock, for this tab
//   openWith(code, programme, book)   open what is kept with us under these words
//   save(book)          keep it, by the level that holds it now; says what is kept then. At level 0 nothing happens
//   choose(level, programme, book, options)   from now on keep it by another level; see the note at choose
//   erase(programme)    take away what this browser has of a programme, by every level
//   forget(programme)   have what is kept with us erased
//
// A level is a store: { level, isPossible(), holds(programme), about(programme), load(programme), save(book),
// erase(programme), begin(programme, options, book), unlock(programme, words) }. Everything that may have to ask or to
// compute is asynchronous. A store that can not do what is asked throws (levels.js); the page says so and goes on with
// what it has.

import { store as browser } from "./browser.js";
import { KeptNoMore, Locked } from "./levels.js";
import { store as safe } from "./safe.js";
import { store as tab } from "./tab.js";

const STORES = [tab, browser, safe];

function storeOf(level) {
  return STORES.find((store) => store.level === level) ?? null;
}

/** Which levels can be chosen here. */
export function levels() {
  return [0, ...STORES.filter((store) => store.isPossible()).map((store) => store.level)].sort();
}

async function holder(programme) {
  for (const store of STORES) {
    if (await store.holds(programme)) return store;
  }
  return null;
}

export async function load(programme) {
  const store = await holder(programme);
  if (!store) return { level: 0, about: null, book: null };
  const found = { level: store.level, about: await store.about(programme) };
  try {
    return { ...found, book: await store.load(programme) };
  } catch (error) {
    if (error instanceof Locked) return { ...found, book: null, isLocked: true };
    if (!(error instanceof KeptNoMore)) return { ...found, book: null, trouble: error };
    await store.erase(programme);
    return { level: 0, about: null, book: null, trouble: error };
  }
}

export async function unlock(programme, words) {
  const store = await holder(programme);
  await store.unlock(programme, words);
}

export async function save(book) {
  const store = await holder(book.programme);
  try {
    return (await store?.save(book)) ?? book;
  } catch (error) {
    if (error instanceof KeptNoMore) await store.erase(book.programme);
    throw error;
  }
}

/**
 * The new level holds the workbook before the old one lets go, so that nothing is lost when it can not. What this
 * browser had of the old one is erased; what is kept with us under words stays there until it is erased by `forget`.
 */
export async function choose(level, programme, book, options = {}) {
  const before = await holder(programme);
  const next = storeOf(level);
  if (next) await next.begin(programme, options, book);
  if (before && before !== next) await before.erase(programme);
}

/** Open a workbook that is kept with us, in a browser that has one of another level or none: everything of both. */
export async function openWith(code, programme, book) {
  await safe.unlock(programme, code);
  for (const store of STORES) {
    if (store !== safe) await store.erase(programme);
  }
  const there = await safe.load(programme);
  return book ? safe.save(book) : there;
}

export async function erase(programme) {
  for (const store of STORES) await store.erase(programme);
}

export async function forget(programme) {
  await safe.forget(programme);
}
