// Messages that were written and not yet acknowledged. One is on its way at a time, so that a message that has to
// wait can never be overtaken by the next one.
//
// Pure: the clock is passed in (milliseconds). The pace is the server's own limit, kept here so that somebody who
// types fast is queued and never punished.

const PER_MINUTE = 30;
const BURST = 15;
// what the server takes in one last request, and what a browser still sends for a page that is gone
const LAST_MESSAGES = 30;
const LAST_BYTES = 60000;

/** 128 random bits. `crypto.randomUUID` is missing on plain http, where a helpline behind an onion address may live. */
export function clientId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Outbox {
  constructor(now) {
    this.items = [];
    this.inFlight = null;
    this.notBefore = 0;
    this.tokens = BURST;
    this.countedAt = now;
  }

  add(cid, body, extra = {}) {
    this.items.push({ cid, body, ...extra });
  }

  has(cid) {
    return this.items.some((item) => item.cid === cid);
  }

  /** The next message that may be sent now, or null. It stays in the box until `settle`. */
  next(now) {
    this.tokens = Math.min(BURST, this.tokens + ((now - this.countedAt) * PER_MINUTE) / 60000);
    this.countedAt = now;
    if (this.inFlight !== null || this.items.length === 0 || now < this.notBefore || this.tokens < 1) return null;
    this.tokens -= 1;
    this.inFlight = this.items[0].cid;
    return this.items[0];
  }

  /** Milliseconds until `next` can give something; null when the box is empty or waits for an answer. */
  wait(now) {
    if (this.inFlight !== null || this.items.length === 0) return null;
    const forToken = this.tokens >= 1 ? 0 : ((1 - this.tokens) * 60000) / PER_MINUTE;
    return Math.max(0, this.notBefore - now, forToken);
  }

  /** What is handed over when the page goes: everything in the box, oldest first, as far as one last request holds. */
  rest() {
    const bytes = new TextEncoder();
    let room = LAST_BYTES;
    const rest = [];
    for (const { cid, body } of this.items.slice(0, LAST_MESSAGES)) {
      room -= bytes.encode(JSON.stringify({ cid, body })).length + 1;
      if (room < 0) break;
      rest.push({ cid, body });
    }
    return rest;
  }

  /** Nothing in the box is to be sent any more. */
  clear() {
    this.items.length = 0;
    this.inFlight = null;
  }

  /** The message stands in the log, or was refused for good: it leaves the box. Returns it. */
  settle(cid) {
    if (this.inFlight === cid) this.inFlight = null;
    const at = this.items.findIndex((item) => item.cid === cid);
    return at < 0 ? null : this.items.splice(at, 1)[0];
  }

  /** The message was not accepted now; it is tried again after `delay` milliseconds. */
  postpone(cid, now, delay) {
    if (this.inFlight === cid) this.inFlight = null;
    this.notBefore = now + delay;
  }

  /** The road broke: whatever was on its way may or may not have arrived, and is sent again with the same cid. */
  rewind() {
    this.inFlight = null;
  }
}
