// One conversation on the desk: its log, its marks, its composer. The line to the server is shared with the visitor's
// page; this module only shows and asks.

import { Line } from "../chat/line.js";
import { Canned } from "./canned.js";
import { leave, look, safe } from "../guard/guard.js";
import { clock, copy, mark, passed, say } from "./dom.js";

const NEAR_END_PX = 80;

export class Talk extends EventTarget {
  /** row: this conversation as the board tells it. addresses: {socket, road} with the conversation's id filled in. */
  constructor(row, addresses, csrf) {
    super();
    this.id = row.id;
    this.row = row;
    this.offset = 0;
    this.whispering = false;
    this.shown = new Map();
    this.pending = new Map();
    this.written = []; // the numbers of what the visitor wrote
    this.looked = 0;
    this.lastSeq = 0;
    this.visitorSeen = { delivered: 0, read: 0 };
    const { node, parts } = copy("t-talk");
    this.node = node;
    this.parts = parts;
    node.dataset.id = row.id;
    this.#wire();
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.line = new Line({
      socketUrl: `${scheme}//${location.host}${addresses.socket}`,
      roadUrl: addresses.road,
      csrf,
      aside: true,
    });
    for (const name of ["entry", "reset", "outbox", "state", "typing", "seen", "connection"]) {
      this.line.addEventListener(name, (event) => this[`on_${name}`](event.detail));
    }
    this.line.start();
    this.update(row);
  }

  stop() {
    this.line.stop();
    this.node.remove();
  }

  // --- what the board says ------------------------------------------------------------------------------------

  update(row, { key = "", offset = 0 } = {}) {
    const couldWrite = this.row.may_write;
    this.row = row;
    this.offset = offset;
    const { parts } = this;
    parts.key.textContent = key;
    parts.key.hidden = key === "";
    parts.name.textContent = row.name;
    parts.place.textContent = row.place;
    parts.marks.replaceChildren(...marksOf(row));
    this.node.classList.toggle("talk-training", row.training);
    const mine = row.is_mine && row.state !== "ended";
    for (const tool of this.node.querySelectorAll(".talk-tools [data-do], .talk-end")) {
      const name = tool.dataset.do;
      if (name === "take-over") tool.hidden = !(row.may_lead && !row.is_mine && row.state !== "ended");
      else if (name === "whisper") tool.hidden = row.state === "ended" || !row.may_whisper;
      else if (name === "meldcode") tool.hidden = false;
      else if (name === "end") tool.hidden = !(mine || (row.may_lead && row.state !== "ended"));
      else tool.hidden = !mine;
    }
    if (!row.may_write && row.may_whisper) this.whisper(true);
    else if (row.may_write && !couldWrite) this.whisper(false); // taken over: from now on the visitor is spoken to
    this.node.querySelector(".talk-close").hidden = mine;
    this.#composing();
    this.#alarm();
    this.tick();
  }

  tick() {
    const { row, parts } = this;
    parts.since.textContent = row.since ? passed(row.since, this.offset, row.until) : "";
    const silent = this.visitorWroteAt && row.state !== "ended" ? passed(this.visitorWroteAt, this.offset) : "";
    parts.silent.textContent = silent && say("silent", { time: silent });
  }

  // --- what the line says -------------------------------------------------------------------------------------

  on_entry(entry) {
    const key = `${entry.line ?? 0}-${entry.seq}`;
    if (this.shown.has(key)) return;
    this.pending.get(entry.cid)?.remove();
    this.pending.delete(entry.cid);
    const near = this.#isNearEnd();
    const node = entry.kind === "notice" ? this.#notice(entry) : this.#entry(entry);
    this.shown.set(key, { node, entry });
    this.parts.log.insertBefore(node, [...this.pending.values()][0] ?? null);
    if (near || entry.mine) this.#toEnd();
    if ((entry.line ?? 0) === 0) this.lastSeq = Math.max(this.lastSeq, entry.seq);
    if (entry.from === "visitor") {
      this.visitorWroteAt = entry.at;
      this.parts.state.textContent = "";
      this.written.push(entry.seq);
    }
    this.#tellSeen();
    this.#marks();
    this.dispatchEvent(new CustomEvent("news", { detail: entry }));
  }

  on_reset() {
    this.parts.log.replaceChildren();
    this.shown.clear();
    this.written = [];
    this.lastSeq = 0;
  }

  on_outbox({ cid, status, why, body }) {
    if (status === "received") {
      this.pending.get(cid)?.remove();
      this.pending.delete(cid);
    } else if (status === "refused") {
      this.pending.get(cid)?.remove();
      this.pending.delete(cid);
      if (!this.parts.text.value && body) this.parts.text.value = body;
      this.#problem(say(`refused_${why}`));
    }
  }

  on_state(state) {
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }

  on_typing({ on, from }) {
    if (from === "visitor") this.parts.state.textContent = on ? say("visitor_typing") : "";
    else if (from !== "visitor" && on) this.parts.state.textContent = say("colleague_typing");
    else this.parts.state.textContent = "";
    clearTimeout(this.typingTimer);
    if (on) this.typingTimer = setTimeout(() => (this.parts.state.textContent = ""), 8000);
  }

  on_seen({ by, delivered, read }) {
    if (by !== "visitor") return;
    this.visitorSeen = { delivered, read };
    this.#marks();
  }

  on_connection({ status }) {
    this.node.dataset.connection = status;
    this.connection = status;
    this.#alarm();
    this.dispatchEvent(new CustomEvent("connection", { detail: status }));
  }

  // --- what the counsellor does -------------------------------------------------------------------------------

  /** The counsellor looks at this chat: everything in it is read. */
  look() {
    this.looked = this.lastSeq;
    this.#tellSeen();
  }

  /** How many of the visitor's messages nobody at this desk has had in front of them. */
  get unread() {
    const until = Math.max(this.looked, this.row.read, this.line.readUntil);
    return this.written.filter((seq) => seq > until).length;
  }

  write() {
    if (this.parts.composer.hidden) this.node.focus();
    else this.parts.text.focus();
  }

  whisper(on = !this.whispering) {
    this.whispering = on;
    // what is said among colleagues is guarded; what is said to the visitor is the visitor's own
    if (on) this.parts.text.dataset.guard = "firm";
    else {
      delete this.parts.text.dataset.guard;
      leave(this.parts.text);
    }
    this.node.classList.toggle("is-whispering", on);
    this.node.querySelector("[data-do=whisper]").setAttribute("aria-pressed", String(on));
    this.parts.label.textContent = say(on ? "whisper_label" : "message_label");
    this.parts.text.placeholder = say(on ? "whisper_placeholder" : "message_placeholder");
    this.parts["send-words"].textContent = say(on ? "whisper_send" : "send");
  }

  isRead() {
    return this.node.classList.contains("is-current") && document.visibilityState === "visible" && document.hasFocus();
  }

  #send() {
    const line = this.whispering ? 1 : 0;
    const typed = this.parts.text.value.trim();
    const body = line ? safe(typed) : typed;
    if (!body) return;
    const cid = this.line.send(body, line ? { line } : {});
    this.parts.text.value = "";
    if (line) look(this.parts.text);
    const node = this.#entry({ cid, body, line, mine: true, from: "counsellor", at: new Date().toISOString(), kind: "text" });
    node.classList.add("is-pending");
    node.lastChild.lastChild.textContent = say("sending");
    this.pending.set(cid, node);
    this.parts.log.append(node);
    this.#toEnd();
    this.#problem("");
    if (this.whispering && this.row.may_write) this.whisper(false);
  }

  #wire() {
    const { parts } = this;
    this.canned = new Canned({
      text: parts.text,
      list: parts.canned,
      programme: () => this.row.programme,
      language: () => this.row.language,
    });
    parts.composer.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    parts.text.addEventListener("keydown", (event) => {
      if (this.canned.key(event)) return;
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#send();
      }
    });
    parts.text.addEventListener("input", () => {
      if (!this.whispering) this.line.typing(parts.text.value.trim() !== "" && !parts.text.value.startsWith("/"));
    });
    this.node.addEventListener("click", (event) => {
      const asked = event.target.closest("[data-do]");
      if (asked) this.dispatchEvent(new CustomEvent("do", { detail: asked.dataset.do }));
    });
    this.node.addEventListener("focusin", () => this.dispatchEvent(new CustomEvent("chosen")));
    this.node.addEventListener("pointerdown", () => this.dispatchEvent(new CustomEvent("chosen")));
    const id = `talk-${this.id}`;
    parts.text.id = id;
    parts.label.htmlFor = id;
  }

  // --- drawing ------------------------------------------------------------------------------------------------

  #entry(entry) {
    const { node, parts } = copy("t-entry");
    const side = entry.from === "visitor" ? "theirs" : "own";
    node.classList.add(`said-${side}`);
    if ((entry.line ?? 0) === 1) node.classList.add("said-aside");
    parts.who.textContent = `${say(entry.line === 1 ? "who_aside" : entry.mine ? "who_me" : `who_${entry.from}`)}: `;
    if ((entry.line ?? 0) === 1 || (!entry.mine && side === "own")) parts.who.classList.remove("visually-hidden");
    if (entry.kind === "panel") {
      node.classList.add("said-panel");
      parts.body.textContent = say("panel_sent");
    } else {
      parts.body.textContent = entry.body;
    }
    if (entry.kind === "introduction") {
      node.classList.add("said-introduction");
      parts.who.textContent = `${say("who_introduction")}: `;
      parts.who.classList.remove("visually-hidden");
    }
    parts.time.textContent = clock(entry.at);
    parts.time.dateTime = entry.at;
    return node;
  }

  #notice(entry) {
    const { node, parts } = copy("t-notice");
    const { code, ...holes } = JSON.parse(entry.body);
    parts.body.textContent = say(`notice_${code}`, holes);
    parts.time.textContent = clock(entry.at);
    parts.time.dateTime = entry.at;
    node.dataset.notice = code;
    if (code === "left_quickly" || code === "left" || code === "ended_by_visitor") node.classList.add("said-gone");
    if ((entry.line ?? 0) === 1) node.classList.add("said-aside");
    return node;
  }

  /** Words for how far the visitor has received and read, on the last message of ours only. */
  #marks() {
    const ours = [...this.shown.values()].filter(({ entry }) => (entry.line ?? 0) === 0 && entry.from !== "visitor" && entry.kind !== "notice");
    ours.forEach(({ node, entry }, at) => {
      const last = at === ours.length - 1;
      const state =
        entry.seq <= this.visitorSeen.read ? "read" : entry.seq <= this.visitorSeen.delivered ? "delivered" : "received";
      const words = node.querySelector("[data-part=mark]");
      if (words) words.textContent = last || state !== "read" ? say(state) : "";
    });
  }

  #alarm() {
    const { alarm } = this.parts;
    const { row } = this;
    let text = "";
    if (this.connection === "broken" || this.connection === "offline") text = say("alarm_connection");
    else if (this.connection === "elsewhere") text = say("alarm_elsewhere");
    else if (row.state === "ended") text = say(`ended_${row.ended_how || "by_counsellor"}`);
    else if (row.state === "grace") text = say("alarm_grace");
    else if (row.offer) text = say("alarm_offered", { to: row.offer.to });
    else if (row.visitor_away) text = say("alarm_visitor_away");
    alarm.textContent = text;
    alarm.hidden = text === "";
    alarm.dataset.tone = row.ended_how === "left_quickly" || this.connection === "broken" ? "danger" : "warn";
  }

  #composing() {
    const { row, parts } = this;
    parts.composer.hidden = row.state === "ended" || !(row.may_write || row.may_whisper);
  }

  #problem(text) {
    this.parts.hint.textContent = text || say("hint");
    this.parts.hint.classList.toggle("error", text !== "");
  }

  #tellSeen() {
    if (this.isRead()) this.looked = this.lastSeq;
    if (this.lastSeq === 0 || !this.row.is_mine) return;
    this.line.seen(this.lastSeq, this.isRead() ? this.lastSeq : 0);
  }

  #isNearEnd() {
    const { log } = this.parts;
    return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
  }

  #toEnd() {
    this.parts.log.scrollTop = this.parts.log.scrollHeight;
  }
}

export function marksOf(row) {
  const marks = [];
  if (row.ended_how === "left_quickly") marks.push(mark(say("mark_left_quickly"), "danger"));
  else if (row.ended_how === "deleted") marks.push(mark(say("mark_deleted"), "danger"));
  else if (row.state === "ended") marks.push(mark(say("mark_ended")));
  if (row.training) marks.push(mark(say("mark_training"), "warn"));
  if (row.came_back) marks.push(mark(say("mark_came_back")));
  if (row.language && row.language !== "nl") marks.push(mark(row.language.toUpperCase()));
  if (row.scripted === false) marks.push(mark(say("mark_no_script")));
  if (row.state === "grace") marks.push(mark(say("mark_grace"), "danger"));
  if (row.state === "talking" && !row.is_mine && !row.opened) marks.push(mark(say("mark_unopened"), "danger"));
  if (row.visitor_away) marks.push(mark(say("mark_away"), "warn"));
  for (const label of row.labels ?? []) marks.push(mark(label));
  return marks;
}
