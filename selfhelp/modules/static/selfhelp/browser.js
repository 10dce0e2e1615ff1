// Level 1: a workbook stays in this browser until it is erased; only what was ticked, or words too; with a lock or without.
//
// In localStorage and nowhere else: the quick exit empties it at once, also without a network, and one look shows
// whether something is there. With a lock what stands there is encrypted with a key made from the visitor's sentence.

import { Locked, OpensNothing } from "./levels.js";
import { fromBase64, isPossible, toBase64 } from "./primitives.js";
import { Saving } from "./saving.js";
import { ROUNDS, Unopenable, keysOfSentence, open, rootOfSentence, seal } from "./seal.js";
import * as tab from "./tab_memory.js";
import { empty, merge, read, ticksOnly } from "./workbook.js";

const FORMAT = 1;
const SALT_BYTES = 16;
const KINDS = new Set(["ticks", "texts"]);
const nameOf = (programme) => `selfhelp.${programme}`;
const tabName = (programme) => `browser.${programme}`;

function storage() {
  try {
    return window.localStorage;
  } catch {
    return null; // switched off
  }
}

/** What stands there: { kind, book } or { kind, lock: { salt, rounds, sealed } }; null when nothing that can be read does. */
function entry(programme) {
  try {
    const found = JSON.parse(storage()?.getItem(nameOf(programme)) ?? "null");
    return found?.format === FORMAT && KINDS.has(found.kind) ? found : null;
  } catch {
    return null;
  }
}

function put(programme, found) {
  storage().setItem(nameOf(programme), JSON.stringify({ format: FORMAT, ...found }));
}

const asKept = (kind, book) => (kind === "ticks" ? ticksOnly(book) : book);

async function keys(programme) {
  const root = tab.rootOf(tabName(programme));
  if (!root) throw new Locked();
  return keysOfSentence(root, programme);
}

async function kept(programme, found) {
  if (!found.lock) return read(JSON.stringify(found.book));
  return open(found.lock.sealed, await keys(programme));
}

/** Another tab of this browser may have written meanwhile: what stands there is merged, never replaced. */
async function push(programme, book) {
  const found = entry(programme);
  if (!found) return book;
  const after = asKept(found.kind, merge(await kept(programme, found), book));
  if (!found.lock) {
    put(programme, { kind: found.kind, book: after });
    return after;
  }
  const sealed = await seal(after, await keys(programme));
  const now = entry(programme); // it may have been erased while the browser computed
  if (!now) return after;
  if (now.lock?.sealed !== found.lock.sealed) return push(programme, after);
  put(programme, { kind: found.kind, lock: { ...found.lock, sealed } });
  return after;
}

const saving = new Saving(tabName, push);

export const store = {
  level: 1,
  isPossible: () => storage() !== null,
  async holds(programme) {
    return entry(programme) !== null;
  },
  async about(programme) {
    const found = entry(programme);
    return { kind: found.kind, lock: Boolean(found.lock) };
  },
  async load(programme) {
    const found = entry(programme);
    const book = await kept(programme, found);
    return found.lock && tab.takeAfloat(tabName(programme)) ? saving.save(programme, book) : book;
  },
  async unlock(programme, sentence) {
    const { lock } = entry(programme);
    const root = await rootOfSentence(sentence, fromBase64(lock.salt), lock.rounds);
    try {
      await open(lock.sealed, await keysOfSentence(root, programme));
    } catch (error) {
      if (error instanceof Unopenable) throw new OpensNothing();
      throw error;
    }
    tab.remember(tabName(programme), root);
  },
  async save(book) {
    const { programme } = book;
    const found = entry(programme);
    if (!found) return book;
    if (found.lock) return saving.save(programme, book);
    return push(programme, book);
  },
  async erase(programme) {
    tab.forget(tabName(programme));
    storage()?.removeItem(nameOf(programme));
    await saving.stop(programme);
  },
  /** options: kind ("ticks" or "texts"), sentence (for a lock; empty for none). book: what is there already. */
  async begin(programme, { kind, sentence = "" }, book) {
    const first = asKept(kind, book ?? empty(programme));
    if (!sentence) {
      tab.forget(tabName(programme));
      put(programme, { kind, book: first });
      return;
    }
    if (!isPossible()) throw new Error("no cryptography here");
    const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
    const root = await rootOfSentence(sentence, salt, ROUNDS);
    const sealed = await seal(first, await keysOfSentence(root, programme));
    tab.remember(tabName(programme), root);
    put(programme, { kind, lock: { salt: toBase64(salt), rounds: ROUNDS, sealed } });
  },
};
