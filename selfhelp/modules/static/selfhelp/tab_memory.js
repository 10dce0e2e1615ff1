// What a tab remembers of a workbook under lock, from page to page, and never longer than the tab lives.
//
// Two things: the root of its keys, so that words are typed once and not on every page; and, only while a page goes
// away before its last answer could be locked, that answer. Some browsers bring a closed tab back with what was in it:
// the root is thrown away after half an hour without use, and the page asks for the words again.
// The quick exit clears all of it at once, also without a network (leave.js).

import { NotAWorkbook, read } from "./workbook.js";
import { fromBase64, toBase64 } from "./primitives.js";

const IDLE_MS = 30 * 60 * 1000;
const ROOT = "selfhelp.open.";
const AFLOAT = "selfhelp.afloat.";

function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null; // switched off: words are asked on every page
  }
}

/** Remember that a workbook stands open in this tab. */
export function remember(name, root) {
  storage()?.setItem(ROOT + name, JSON.stringify({ at: Date.now(), root: toBase64(root) }));
}

/** Whether it was opened in this tab, however long ago. */
export function wasOpened(name) {
  return Boolean(storage()?.getItem(ROOT + name));
}

/** The root of its keys; null when it was not opened here, or not used for too long. */
export function rootOf(name) {
  const text = storage()?.getItem(ROOT + name);
  if (!text) return null;
  const { at, root } = JSON.parse(text);
  const age = Date.now() - at;
  if (root && age >= 0 && age < IDLE_MS) {
    const bytes = fromBase64(root);
    remember(name, bytes); // it was used now
    return bytes;
  }
  storage().setItem(ROOT + name, JSON.stringify({ at, root: "" }));
  storage().removeItem(AFLOAT + name);
  return null;
}

/** Keep a workbook afloat for the next page. */
export function leaveAfloat(name, book) {
  storage()?.setItem(AFLOAT + name, JSON.stringify(book));
}

/** The workbook that an earlier page left afloat; null when there is none. */
export function takeAfloat(name) {
  const text = storage()?.getItem(AFLOAT + name);
  if (!text) return null;
  try {
    return read(text);
  } catch (error) {
    if (error instanceof NotAWorkbook) return null;
    throw error;
  }
}

/** It is safely locked away. */
export function land(name) {
  storage()?.removeItem(AFLOAT + name);
}

export function forget(name) {
  storage()?.removeItem(ROOT + name);
  storage()?.removeItem(AFLOAT + name);
}
