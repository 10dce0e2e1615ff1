// What one field still has to tell the server. Pure: no network, no clock, no page.
//
// One request is on its way at a time, and it is repeated with the same id until the server answers it: the server
// knows a repeat. Only then the next value follows, so a late copy can never undo a newer answer.

export class Pending {
  /** version: the version of the saved value, 0 for none. saved: its codes. makeId: a new request id. */
  constructor(version, saved, makeId) {
    this.version = version;
    this.saved = saved;
    this.makeId = makeId;
    this.request = null;
    this.wanted = null;
    this.conflict = null;
  }

  /** What a page that was closed left behind. */
  restore(kept) {
    this.request = kept.request ?? null;
    this.wanted = kept.wanted ?? null;
  }

  /** What must survive a reload, or null. */
  keep() {
    return this.isIdle() ? null : { request: this.request, wanted: this.wanted ?? this.conflict?.mine ?? null };
  }

  isIdle() {
    return this.request === null && this.wanted === null && this.conflict === null;
  }

  /** The codes the screen shows. */
  shown() {
    return this.wanted ?? this.conflict?.mine ?? this.request?.codes ?? this.saved;
  }

  want(codes) {
    this.wanted = codes;
    if (this.conflict !== null) {
      this.conflict.mine = codes;
      this.wanted = null;
    }
  }

  /** The request to send now (again), or null. */
  next() {
    if (this.request === null && this.wanted !== null && this.conflict === null) {
      this.request = { id: this.makeId(), base: this.version, codes: this.wanted };
      this.wanted = null;
    }
    return this.request;
  }

  /** The server saved it. */
  acknowledge(answer) {
    this.version = answer.version;
    this.saved = answer.codes;
    this.request = null;
  }

  /** Somebody else saved this field in the meantime: nothing is sent until a person has chosen. */
  meet(answer) {
    const mine = this.wanted ?? this.request.codes;
    this.acknowledge(answer);
    this.wanted = null;
    this.conflict = { mine };
  }

  takeMine() {
    this.wanted = this.conflict.mine;
    this.conflict = null;
  }

  takeTheirs() {
    this.conflict = null;
  }

  /** The server refuses this answer for good. */
  drop() {
    this.request = null;
    this.wanted = null;
    this.conflict = null;
  }
}
