// Draws the entries of a conversation. Knows the document, not the network; writes text, never markup.

const NEAR_END_PX = 120;

export class LogView {
  /** log: the list. scroll: what scrolls around it. texts, icons, panel: words, icon templates and the danger panel. */
  constructor({ log, scroll, newer, texts, icons, panel, language }) {
    Object.assign(this, { log, scroll, newer, texts, icons, panel });
    this.clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Amsterdam" });
    this.own = new Map();
    this.readUntil = 0;
    newer.querySelector("button").addEventListener("click", () => this.toEnd());
    scroll.addEventListener("scroll", () => {
      if (this.isAtEnd()) newer.hidden = true;
    });
    // the keyboard of a phone takes half the screen: keep the newest in sight
    new ResizeObserver(() => {
      if (this.stick) this.toEnd();
    }).observe(scroll);
    this.stick = true;
    scroll.addEventListener("scroll", () => {
      this.stick = this.isAtEnd();
    });
  }

  isAtEnd() {
    return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < NEAR_END_PX;
  }

  toEnd() {
    this.scroll.scrollTop = this.scroll.scrollHeight;
    this.newer.hidden = true;
  }

  /** What the page was told by now is history; from here on a screen reader is told what is new. */
  goLive() {
    this.log.setAttribute("aria-live", "polite");
  }

  clear() {
    this.log.replaceChildren();
    this.own.clear();
  }

  /** A message of one's own that is not in the log yet. */
  pending(cid, body) {
    const item = this.#item("own", body, "");
    this.own.set(cid, { item, seq: null });
    this.#put(item, true);
    this.mark(cid, "sending");
  }

  /** An entry of the log, in its place: after everything that is in the log, before what is not yet. */
  entry(entry, { side, text }) {
    const standing = side === "own" ? this.own.get(entry.cid) : null;
    if (standing) {
      standing.seq = entry.seq;
      standing.item.dataset.seq = entry.seq;
      this.#time(standing.item, entry.at);
      this.#settle(standing.item);
      this.mark(entry.cid, this.readUntil >= entry.seq ? "read" : "received");
      return;
    }
    const item = entry.kind === "panel" ? this.#panelItem() : this.#item(side, text, entry.at);
    item.dataset.seq = entry.seq;
    const atEnd = this.isAtEnd();
    this.#settle(item);
    if (side === "own") {
      this.own.set(entry.cid, { item, seq: entry.seq });
      this.mark(entry.cid, this.readUntil >= entry.seq ? "read" : "received");
    }
    this.#shown(atEnd || side === "own");
  }

  mark(cid, state, why = "") {
    const standing = this.own.get(cid);
    if (!standing) return;
    const meta = standing.item.querySelector(".msg-state");
    meta.replaceChildren();
    const icon = { sending: "clock", waiting: "clock", received: "check", read: "check-check", refused: "triangle-alert" };
    const drawn = this.icons.content.querySelector(`[data-icon="${icon[state]}"] svg`);
    if (drawn) meta.append(drawn.cloneNode(true));
    const word = document.createElement("span");
    word.className = "msg-word";
    word.textContent = why || this.texts.state[state];
    meta.append(word);
    standing.item.dataset.state = state;
  }

  read(until) {
    if (until <= this.readUntil) return;
    this.readUntil = until;
    for (const [cid, { seq, item }] of this.own) {
      if (seq !== null && seq <= until && item.dataset.state !== "read") this.mark(cid, "read");
    }
  }

  #item(side, text, at) {
    const item = document.createElement("div");
    item.className = `msg msg-${side}`;
    const words = document.createElement("p");
    words.className = "msg-text";
    if (this.texts.who[side]) {
      const who = document.createElement("span");
      who.className = "visually-hidden";
      who.textContent = `${this.texts.who[side]}: `;
      words.append(who);
    }
    words.append(text);
    item.append(words);
    if (side !== "notice") {
      const meta = document.createElement("p");
      meta.className = "msg-meta";
      const time = document.createElement("time");
      const state = document.createElement("span");
      state.className = "msg-state";
      meta.append(time, state);
      item.append(meta);
      if (at) this.#time(item, at);
    }
    return item;
  }

  #panelItem() {
    const item = document.createElement("div");
    item.className = "msg msg-theirs msg-panel";
    item.append(this.panel.content.cloneNode(true));
    return item;
  }

  #time(item, at) {
    const time = item.querySelector("time");
    if (!time || !at) return;
    time.dateTime = at;
    time.textContent = this.clock.format(new Date(at));
  }

  #settle(item) {
    const firstPending = [...this.log.children].find((each) => !each.dataset.seq && each !== item);
    if (firstPending) firstPending.before(item);
    else if (this.log.lastElementChild !== item) this.log.append(item);
  }

  #put(item, toEnd) {
    const atEnd = this.isAtEnd();
    this.log.append(item);
    this.#shown(toEnd || atEnd);
  }

  #shown(toEnd) {
    if (toEnd) this.toEnd();
    else this.newer.hidden = false;
  }
}
