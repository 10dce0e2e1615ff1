// The words under which a workbook is kept: made here, and typed here. They never leave the browser.
//
// What is forgiven in typing is the same as in helpline/vault/codes.py.

import { WORDS } from "./words.js";

export const WORDS_IN_CODE = 7;
/** How hard the words are to guess, in bits: each is chosen evenly from the list, and may be chosen again. */
export const BITS = WORDS_IN_CODE * Math.log2(WORDS.length);
const LONGEST_INPUT = 160;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const known = new Set(WORDS);

/** A whole number below `limit`, each as likely as the others: what would make some likelier is thrown away. */
export function chooseBelow(limit, fill = (numbers) => crypto.getRandomValues(numbers)) {
  const range = 2 ** 32;
  const fair = range - (range % limit);
  const drawn = new Uint32Array(1);
  do fill(drawn);
  while (drawn[0] >= fair);
  return drawn[0] % limit;
}

/** A new code, such as "lepel-wonen-...". */
export function makeCode(fill) {
  return Array.from({ length: WORDS_IN_CODE }, () => WORDS[chooseBelow(WORDS.length, fill)]).join("-");
}

/** What was typed as a code; null when it can not be one. Case, accents, hyphens and spaces do not matter. */
export function normalise(text) {
  if (text.length > LONGEST_INPUT) return null;
  const plain = text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/['\u2019`]/g, "");
  const typed = plain.match(/[a-z]+/g) ?? [];
  if (typed.length !== WORDS_IN_CODE) return null;
  const meant = typed.map(meantBy);
  return meant.includes(null) ? null : meant.join("-");
}

function meantBy(typed) {
  if (known.has(typed)) return typed;
  const near = new Set(oneMistake(typed).filter((word) => known.has(word)));
  return near.size === 1 ? [...near][0] : null;
}

/** Everything within one edit of a word: a letter wrong, missing, too many, or two swapped. */
function oneMistake(word) {
  const found = [];
  for (let at = 0; at <= word.length; at += 1) {
    const [left, right] = [word.slice(0, at), word.slice(at)];
    if (right) found.push(left + right.slice(1));
    if (right.length > 1) found.push(left + right[1] + right[0] + right.slice(2));
    for (const letter of LETTERS) {
      found.push(left + letter + right);
      if (right) found.push(left + letter + right.slice(1));
    }
  }
  return found;
}
