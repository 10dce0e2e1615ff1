// Level 2: a workbook is kept by the house under words that the house never sees.
//
// From the words come the place to look and the key, both made here. What goes out is the place and bytes; see
// selfhelp/modules/safe. A browser keeps nothing of it beyond its tab.

import { solve } from "../chat/puzzle.js";
import { KeptNoMore, Locked, NoRoom, OpensNothing, OutOfReach } from "./levels.js";
import { isPossible } from "./primitives.js";
import { Saving } from "./saving.js";
import { keysOfCode, open, rootOfCode, seal } from "./seal.js";
import * as tab from "./tab_memory.js";
import { empty, merge } from "./workbook.js";

const MOST_TURNS = 8;
const tabName = (programme) => `safe.${programme}`;
/** By programme, for this page: what the server has as far as we know, { revision, book }. */
const known = new Map();

/** The address of a road of the safe; the page says where one of them is. */
function addressOf(road) {
  const [element] = document.querySelectorAll("[data-safe]");
  return new URL(`../${road}/`, new URL(element.dataset.safe, location.href));
}

async function ask(road, told) {
  let answer;
  try {
    answer = await fetch(addressOf(road), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(told),
      credentials: "omit",
      cache: "no-store",
    });
  } catch {
    throw new OutOfReach();
  }
  if (answer.status === 404) throw new KeptNoMore();
  if (answer.status === 507) throw new NoRoom();
  if (answer.status !== 409 && !answer.ok) throw new OutOfReach();
  return { isElsewhere: answer.status === 409, ...(await answer.json()) };
}

/** The proof of work that some roads ask for. */
export async function proof() {
  const { puzzle } = await ask("puzzle", {});
  return solve(puzzle);
}

async function keys(programme) {
  const root = tab.rootOf(tabName(programme));
  if (!root) throw new Locked();
  return keysOfCode(root, programme);
}

/** Take in what the server has: everything that is known here stays, and what came from elsewhere is added. */
async function takeIn(programme, { revision, sealed }, lock) {
  const found = await open(sealed, lock);
  const before = known.get(programme)?.book;
  const book = before ? merge(before, found) : found;
  known.set(programme, { revision, book });
  return book;
}

async function push(programme, book) {
  const lock = await keys(programme);
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    if (!known.has(programme)) await takeIn(programme, await ask("look", { place: lock.place }), lock);
    const { revision, book: there } = known.get(programme);
    const after = merge(there, book);
    const sealed = await seal(after, lock);
    const answer = await ask("save", { place: lock.place, revision, sealed });
    if (!answer.isElsewhere) {
      known.set(programme, { revision: answer.revision, book: after });
      return after;
    }
    await takeIn(programme, answer, lock);
  }
  throw new OutOfReach();
}

const saving = new Saving(tabName, push);

export const store = {
  level: 2,
  isPossible,
  async holds(programme) {
    return tab.wasOpened(tabName(programme));
  },
  async about() {
    return { kind: "texts", lock: true };
  },
  async load(programme) {
    const lock = await keys(programme);
    const book = await takeIn(programme, await ask("look", { place: lock.place }), lock);
    return tab.takeAfloat(tabName(programme)) ? saving.save(programme, book) : book;
  },
  /** Open with words that were typed, here for the first time or again. */
  async unlock(programme, code) {
    const root = await rootOfCode(code, programme);
    const lock = await keysOfCode(root, programme);
    try {
      await open((await ask("look", { place: lock.place })).sealed, lock);
    } catch (error) {
      if (error instanceof OutOfReach) throw error;
      throw new OpensNothing();
    }
    known.delete(programme);
    tab.remember(tabName(programme), root);
  },
  async save(book) {
    return tab.wasOpened(tabName(book.programme)) ? saving.save(book.programme, book) : book;
  },
  /** Close it here. What is kept under the words stays there. */
  async erase(programme) {
    tab.forget(tabName(programme));
    known.delete(programme);
    await saving.stop(programme);
  },
  /** Have what is kept under the words erased, and close it here. */
  async forget(programme) {
    await saving.stop(programme);
    await ask("forget", { place: (await keys(programme)).place });
    await this.erase(programme);
  },
  /** options: code, new words that were made for this. book: what is there already. */
  async begin(programme, { code }, book) {
    const root = await rootOfCode(code, programme);
    const lock = await keysOfCode(root, programme);
    const first = book ?? empty(programme);
    const sealed = await seal(first, lock);
    const answer = await ask("begin", { place: lock.place, sealed, proof: await proof() });
    known.delete(programme);
    if (answer.isElsewhere) await takeIn(programme, answer, lock); // a first try whose answer was lost
    else known.set(programme, { revision: answer.revision, book: first });
    tab.remember(tabName(programme), root);
    await push(programme, first);
  },
};
