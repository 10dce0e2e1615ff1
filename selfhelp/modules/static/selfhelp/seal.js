// A workbook under lock: from words to keys, and from a workbook to bytes that say nothing.
//
//   words --PBKDF2--> root --HKDF--> the key, and for words that are kept with us the place to look
//
//   byte 0        version, 1
//   bytes 1-12    nonce, new for every sealing
//   the rest      AES-256-GCM of: length (4 bytes), the workbook as JSON, zeros up to one of three sizes
//
// Version, purpose, programme and place are authenticated with it, so nothing that is kept can be passed off as
// something else. The outside is the same as in selfhelp/modules/safe/envelope.py.

import { decrypt, encrypt, expand, expandToKey, fromBase64, rootOf, stretch, toBase64 } from "./primitives.js";
import { canonical, read } from "./workbook.js";

export const VERSION = 1;
export const SIZES = [8 * 1024, 32 * 1024, 128 * 1024];
/** Rounds of PBKDF2-HMAC-SHA-256: what OWASP asks for (Password Storage Cheat Sheet, 2023). */
export const ROUNDS = 600_000;
const ROOT_BYTES = 32;
const NONCE_BYTES = 12;
const LENGTH_BYTES = 4;
const PLACE_BYTES = 32;

/** It was not sealed with this key, for this purpose; or somebody changed it. */
export class Unopenable extends Error {}
/** The workbook has grown beyond what can be kept. */
export class TooLarge extends Error {}

const bytesOf = (text) => new TextEncoder().encode(text);

/** The root of words that are kept with us. Their salt is the same for all, or the place could not be found by them. */
export function rootOfCode(code, programme) {
  return stretch(bytesOf(code), bytesOf(`selfhelp.safe|${VERSION}|${programme}`), ROUNDS, ROOT_BYTES);
}

/** The root of a visitor's own sentence, with a salt that is kept beside what it locks. */
export function rootOfSentence(sentence, salt, rounds) {
  return stretch(bytesOf(sentence.normalize("NFKC").trim()), salt, rounds, ROOT_BYTES);
}

/** What opens a workbook that is kept with us: { place, key, about }; place is the lookup id in base64. */
export async function keysOfCode(bytes, programme) {
  const root = await rootOf(bytes);
  const place = toBase64(await expand(root, bytesOf(`selfhelp.safe|${VERSION}|lookup`), PLACE_BYTES));
  const key = await expandToKey(root, bytesOf(`selfhelp.safe|${VERSION}|workbook`));
  return { place, key, about: bytesOf(`selfhelp.safe|${VERSION}|${programme}|${place}`) };
}

/** What opens a workbook that is kept in this browser: { key, about }. */
export async function keysOfSentence(bytes, programme) {
  const root = await rootOf(bytes);
  const key = await expandToKey(root, bytesOf(`selfhelp.browser|${VERSION}|workbook`));
  return { key, about: bytesOf(`selfhelp.browser|${VERSION}|${programme}`) };
}

/** The workbook, sealed and in base64. Throws TooLarge. */
export async function seal(book, { key, about }) {
  const text = bytesOf(canonical(book));
  const size = SIZES.find((each) => each >= text.length + LENGTH_BYTES);
  if (size === undefined) throw new TooLarge();
  const plain = new Uint8Array(size);
  new DataView(plain.buffer).setUint32(0, text.length);
  plain.set(text, LENGTH_BYTES);
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const sealed = await encrypt(key, nonce, plain, about);
  const whole = new Uint8Array(1 + NONCE_BYTES + sealed.length);
  whole[0] = VERSION;
  whole.set(nonce, 1);
  whole.set(sealed, 1 + NONCE_BYTES);
  return toBase64(whole);
}

/** The workbook again. Throws Unopenable, or NotAWorkbook when what is inside is none. */
export async function open(text, { key, about }) {
  let plain;
  try {
    const whole = fromBase64(text);
    if (whole[0] !== VERSION) throw new Unopenable("its version is not known");
    plain = await decrypt(key, whole.subarray(1, 1 + NONCE_BYTES), whole.subarray(1 + NONCE_BYTES), about);
  } catch {
    throw new Unopenable();
  }
  const length = new DataView(plain.buffer).getUint32(0);
  return read(new TextDecoder().decode(plain.subarray(LENGTH_BYTES, LENGTH_BYTES + length)));
}
