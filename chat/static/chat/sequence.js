// The order in which entries of a conversation are applied: strictly one after the other.
//
// Pure: no network, no clock, no document. Entries may arrive twice, late or with gaps; `take` hands on exactly
// those that follow the last applied one, and `gap` says after which number something is missing.

export class Sequence {
  constructor(after = 0) {
    this.last = after;
    this.early = new Map();
  }

  /** Offer an entry with its `seq`. Returns the entries that may be applied now, in order. */
  take(entry) {
    if (entry.seq <= this.last) return [];
    this.early.set(entry.seq, entry);
    const ready = [];
    while (this.early.has(this.last + 1)) {
      this.last += 1;
      ready.push(this.early.get(this.last));
      this.early.delete(this.last);
    }
    return ready;
  }

  /** True while something between the applied entries and `head` (or an early entry) has not arrived. */
  isMissing(head = 0) {
    return this.early.size > 0 || head > this.last;
  }
}
