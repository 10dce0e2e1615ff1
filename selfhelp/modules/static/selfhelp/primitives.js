// What the browser's own cryptography gives, with plain bytes in and out; held to published vectors by a test.
//
// Keys that stay longer than one call are never extractable.

const { subtle } = globalThis.crypto ?? {};
const HASH = "SHA-256";

/** Whether this browser can do it here: on an address without https it can not. */
export const isPossible = () => Boolean(subtle);

/** PBKDF2-HMAC-SHA-256 (RFC 8018): slow on purpose. */
export async function stretch(secret, salt, rounds, length) {
  const key = await subtle.importKey("raw", secret, "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(await subtle.deriveBits({ name: "PBKDF2", hash: HASH, salt, iterations: rounds }, key, length * 8));
}

/** A secret to expand from (RFC 5869). */
export function rootOf(bytes) {
  return subtle.importKey("raw", bytes, "HKDF", false, ["deriveBits", "deriveKey"]);
}

/** HKDF-SHA-256: bytes of a root under a label. */
export async function expand(root, label, length, salt = new Uint8Array()) {
  return new Uint8Array(await subtle.deriveBits({ name: "HKDF", hash: HASH, salt, info: label }, root, length * 8));
}

/** HKDF-SHA-256: an AES-256-GCM key of a root under a label; it can be used and never be read. */
export function expandToKey(root, label, salt = new Uint8Array()) {
  const how = { name: "HKDF", hash: HASH, salt, info: label };
  return subtle.deriveKey(how, root, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** An AES-256-GCM key of these bytes. */
export function cipherOf(bytes) {
  return subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** Ciphertext with its tag of 16 bytes (NIST SP 800-38D). */
export async function encrypt(key, nonce, plain, about) {
  return new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: about }, key, plain));
}

/** Throws when a bit is not as it was. */
export async function decrypt(key, nonce, sealed, about) {
  return new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData: about }, key, sealed));
}

export function toBase64(bytes) {
  let letters = "";
  for (let at = 0; at < bytes.length; at += 0x2000) letters += String.fromCharCode(...bytes.subarray(at, at + 0x2000));
  return btoa(letters);
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
