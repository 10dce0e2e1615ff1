// The line between this page and a conversation's log: sockets first, plain HTTP when sockets are blocked.
//
// The log on the server is the truth. This class keeps what was written until it is acknowledged, applies entries
// strictly in order, asks for gaps, and comes back by itself for ever. It touches no document; the page listens:
//
//   entry      {seq, line, from, kind, body, at, cid, mine}  in order, each once
//   reset      {}                        the log was replaced: forget what was shown
//   outbox     {cid, status, why}        status: "sending" | "received" | "refused"
//   state      {state, place, wait, ...} as the server says it
//   typing     {on, from}
//   seen       {delivered, read, by}
//   connection {status}                  "connecting" | "open" | "road" | "broken" | "offline" | "moving"
//                                        | "elsewhere" | "signed-out" | "not-yours" | "stopped"

import { Outbox, clientId } from "./outbox.js";
import { Road } from "./road.js";
import { Sequence } from "./sequence.js";
import { Timers } from "./timers.js";

const PING_MS = 20000;
const SILENCE_MS = 45000;
const WELCOME_MS = 8000;
const BACKOFF_FIRST_MS = 500;
// everybody is back within ten seconds of a server that returns, and spread over five of them
const BACKOFF_LAST_MS = 5000;
const POLL_MS = 2500;
const POLL_HIDDEN_MS = 10000;
const SOCKET_AGAIN_MS = 120000;
const FAILURES_BEFORE_ROAD = 2;
const TYPING_EVERY_MS = 3000;
const TYPING_ENDS_MS = 4000;
const SEEN_EVERY_MS = 400;
// longer than the server is patient with its storage: after that its answer was lost, and the same message goes again
const ANSWER_MS = 20000;

const FINAL = new Map([
  [4401, "signed-out"],
  [4403, "not-yours"],
  [4409, "elsewhere"],
]);
const REFUSED_FOR_GOOD = new Set(["ended", "too_long", "reused", "empty"]);

export class Line extends EventTarget {
  /**
   * socketUrl: ws(s) address of the socket. roadUrl: address of the HTTP road, ending in a slash.
   * csrf: the form token. aside: also follow the staff's own line. fetch, WebSocket and now can be replaced in tests.
   */
  constructor({ socketUrl, roadUrl, csrf = "", aside = false, after = 0, tools = {} }) {
    super();
    this.socketUrl = socketUrl;
    this.aside = aside;
    this.road = new Road({ url: roadUrl, csrf, fetch: tools.fetch });
    this.Socket = tools.WebSocket ?? WebSocket;
    this.now = tools.now ?? (() => Date.now());
    this.sequences = [new Sequence(after), new Sequence(0)];
    this.outbox = new Outbox(this.now());
    this.epoch = null;
    this.status = "connecting";
    this.socket = null;
    this.failures = 0;
    this.attempt = 0;
    this.stopped = true;
    this.handing = null;
    this.byeMs = null;
    this.timers = new Timers();
    this.mark = { delivered: 0, read: 0, sentDelivered: 0, sentRead: 0 };
    this.typedAt = 0;
    this.onNetwork = () => this.#networkReturned();
    this.onLost = () => this.#networkLost();
    this.onVisible = () => {
      if (document.visibilityState === "visible" && this.status !== "open") this.#networkReturned();
    };
  }

  start() {
    if (!this.stopped) return;
    this.stopped = false;
    addEventListener("online", this.onNetwork);
    addEventListener("offline", this.onLost);
    document.addEventListener("visibilitychange", this.onVisible);
    this.#connect();
  }

  /** Leave the line for good (or until `start`); nothing more is sent. */
  stop(status = "stopped") {
    this.stopped = true;
    removeEventListener("online", this.onNetwork);
    removeEventListener("offline", this.onLost);
    document.removeEventListener("visibilitychange", this.onVisible);
    this.timers.clearAll();
    this.#dropSocket();
    this.#setStatus(status);
  }

  /** Put a message in the outbox. Returns its id, by which "outbox" events name it. */
  send(body, extra = {}) {
    const cid = clientId();
    this.outbox.add(cid, body, extra);
    this.#tell("outbox", { cid, status: "sending" });
    this.typing(false);
    this.#flush();
    return cid;
  }

  /**
   * The page goes, or may end unseen: hand over what is not acknowledged, in one request that outlives the page and
   * ahead of the pace. A page that lives on goes on sending; the same ids see to it that nothing stands there twice.
   */
  handOver() {
    this.handing ??= this.#handOver().finally(() => {
      this.handing = null;
    });
    return this.handing;
  }

  async #handOver() {
    const messages = this.outbox.rest();
    if (messages.length === 0) return;
    try {
      const { taken } = await this.road.postLast("rest", { messages });
      for (const { cid, seq, at } of taken) this.#acknowledged(cid, seq, at);
    } catch {
      // whatever did not arrive is still in the box
    }
  }

  /** Leave the line, and send nothing of what was written and is still here. */
  forget() {
    this.stop();
    this.outbox.clear();
  }

  typing(on) {
    const now = this.now();
    if (on && now - this.typedAt < TYPING_EVERY_MS) return;
    if (!on && this.typedAt === 0) return;
    this.typedAt = on ? now : 0;
    if (on) this.timers.later("typing-ends", TYPING_ENDS_MS, () => this.typing(false));
    else this.timers.clear("typing-ends");
    if (this.status === "open") this.#frame({ t: "typing", on });
    else if (this.status === "road") this.road.post("typing", { on }).catch(() => {});
  }

  /** How far this side read, here or on a page that was open before. */
  get readUntil() {
    return this.mark.read;
  }

  /** Tell how far this side received and read. Only ever grows; sent at most every 400 ms. */
  seen(delivered, read) {
    this.mark.delivered = Math.max(this.mark.delivered, delivered);
    this.mark.read = Math.max(this.mark.read, read);
    if (!this.timers.has("seen")) this.timers.later("seen", SEEN_EVERY_MS, () => this.#sendSeen());
  }

  /** The page goes: a mark that still waits for its turn is told now, in a request that outlives the page. */
  tellSeenLast() {
    if (!this.timers.has("seen")) return;
    this.timers.clear("seen");
    const { delivered, read } = this.mark;
    Object.assign(this.mark, { sentDelivered: delivered, sentRead: read });
    this.road.postLast("seen", { delivered, read }).catch(() => {});
  }

  // --- connecting ---------------------------------------------------------------------------------------------

  async #connect() {
    if (this.stopped || this.socket) return;
    this.timers.clear("again");
    if (this.status !== "road") this.#setStatus(navigator.onLine === false ? "offline" : "connecting");
    let ticket;
    try {
      ticket = (await this.road.post("ticket", {})).ticket;
    } catch (error) {
      if (error.final) this.stop(error.final);
      else this.#lost(error.retryMs);
      return;
    }
    if (this.stopped || this.socket) return;
    let socket;
    try {
      socket = new this.Socket(this.socketUrl);
    } catch {
      this.#socketFailed();
      return;
    }
    this.socket = socket;
    this.timers.later("welcome", WELCOME_MS, () => this.#socketFailed());
    socket.onopen = () => {
      const hello = { t: "hello", ticket, after: this.sequences[0].last };
      if (this.aside) hello.aside = this.sequences[1].last;
      socket.send(JSON.stringify(hello));
    };
    socket.onmessage = (message) => {
      if (socket === this.socket) this.#received(JSON.parse(message.data));
    };
    socket.onclose = (event) => {
      if (socket === this.socket) this.#closed(event.code);
    };
  }

  #closed(code) {
    const welcomed = this.status === "open" || this.status === "moving";
    this.#dropSocket();
    if (FINAL.has(code)) {
      this.stop(FINAL.get(code));
    } else if (!welcomed && code !== 4012 && code !== 4429) {
      this.#socketFailed();
    } else {
      this.#lost(this.byeMs ?? (code === 4429 ? 10000 : null));
      this.byeMs = null;
    }
  }

  /** A socket never came to its welcome although the ticket did: after a few of those, take the HTTP road. */
  #socketFailed() {
    this.#dropSocket();
    this.failures += 1;
    if (this.failures >= FAILURES_BEFORE_ROAD) this.#takeRoad();
    else this.#lost();
  }

  #lost(retryMs = null) {
    this.outbox.rewind();
    if (this.stopped) return;
    if (this.status !== "road") this.#setStatus(navigator.onLine === false ? "offline" : "broken");
    const ceiling = Math.min(BACKOFF_LAST_MS, BACKOFF_FIRST_MS * 2 ** this.attempt);
    this.attempt += 1;
    this.timers.later("again", retryMs ?? Math.random() * ceiling, () => this.#connect());
  }

  /** The browser says that the network went. A socket may not notice for minutes: it is dropped now. */
  #networkLost() {
    if (this.stopped) return;
    if (this.status === "road") {
      this.#tell("connection", { status: "offline" });
      return;
    }
    this.#dropSocket();
    this.#lost();
  }

  #networkReturned() {
    if (this.stopped) return;
    this.attempt = 0;
    if (this.status === "road") this.#poll();
    else if (this.socket && this.status === "open") this.#frame({ t: "ping" });
    else this.#connect();
  }

  #dropSocket() {
    const socket = this.socket;
    this.socket = null;
    for (const name of ["welcome", "ping", "silence"]) this.timers.clear(name);
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      try {
        socket.close();
      } catch {
        // it never opened
      }
    }
  }

  // --- frames -------------------------------------------------------------------------------------------------

  #received(frame) {
    this.timers.later("silence", SILENCE_MS, () => {
      this.#dropSocket();
      this.#lost(0);
    });
    switch (frame.t) {
      case "welcome":
        this.#welcomed(frame);
        break;
      case "ev":
        this.#apply(frame);
        break;
      case "ack":
        this.#acknowledged(frame.cid, frame.seq, frame.at);
        break;
      case "no":
        this.#notAccepted(frame.cid, frame.why, frame.retry_ms);
        break;
      case "pong":
        this.#checkHead(frame.head, frame.aside);
        break;
      case "bye":
        this.byeMs = frame.retry_ms;
        this.#setStatus("moving");
        break;
      case "state":
      case "typing":
      case "seen":
        this.#tell(frame.t, frame);
        break;
      default:
      // a newer server may say more than this page knows
    }
  }

  #welcomed(frame) {
    this.timers.clear("welcome");
    this.timers.clear("poll");
    this.failures = 0;
    this.attempt = 0;
    this.#epoch(frame.epoch);
    this.mark.read = Math.max(this.mark.read, frame.read ?? 0);
    this.#setStatus("open");
    this.#keepPinging();
    this.#checkHead(frame.head, frame.aside);
    if (frame.seen) this.#tell("seen", frame.seen);
    if (frame.state) this.#tell("state", frame.state);
    this.#sendSeen(true);
    this.#flush();
  }

  #epoch(epoch) {
    if (this.epoch !== null && epoch !== this.epoch) {
      this.sequences = [new Sequence(0), new Sequence(0)];
      this.#tell("reset", {});
      if (this.status === "open") this.#sync();
    }
    this.epoch = epoch;
  }

  #keepPinging() {
    this.timers.later("ping", PING_MS, () => {
      this.#frame({ t: "ping" });
      this.#keepPinging();
    });
  }

  #checkHead(head = 0, aside = 0) {
    if (this.sequences[0].isMissing(head) || (this.aside && this.sequences[1].isMissing(aside))) {
      this.timers.later("sync", 300, () => this.#sync());
    }
  }

  #sync() {
    if (this.status !== "open") return;
    const sync = { t: "sync", after: this.sequences[0].last };
    if (this.aside) sync.aside = this.sequences[1].last;
    this.#frame(sync);
  }

  #apply(entry) {
    const sequence = this.sequences[entry.line ?? 0];
    for (const ready of sequence.take(entry)) {
      if (ready.cid && this.outbox.has(ready.cid)) {
        this.outbox.settle(ready.cid);
        this.#tell("outbox", { cid: ready.cid, status: "received", seq: ready.seq });
      }
      this.#tell("entry", ready);
    }
    if (sequence.isMissing()) this.timers.later("sync", 300, () => this.#sync());
    else if (!this.sequences.some((each) => each.isMissing())) this.timers.clear("sync");
    this.#flush();
  }

  #acknowledged(cid, seq, at) {
    const item = this.outbox.items.find((each) => each.cid === cid);
    if (item) this.#apply({ seq, cid, at, line: item.line ?? 0, body: item.body, kind: item.kind ?? "text", mine: true });
    if (this.outbox.settle(cid)) this.#tell("outbox", { cid, status: "received", seq });
    this.#flush();
  }

  #notAccepted(cid, why, retryMs = 3000) {
    if (REFUSED_FOR_GOOD.has(why)) {
      const item = this.outbox.settle(cid);
      this.#tell("outbox", { cid, status: "refused", why, body: item?.body });
      this.#flush();
    } else {
      this.outbox.postpone(cid, this.now(), retryMs);
      this.#tell("outbox", { cid, status: "sending", why });
      this.timers.later("flush", retryMs, () => this.#flush());
    }
  }

  #flush() {
    if (this.stopped || (this.status !== "open" && this.status !== "road")) return;
    const item = this.outbox.next(this.now());
    if (item) {
      const { cid, body, ...extra } = item;
      if (this.status === "open") {
        this.#frame({ t: "send", cid, body, ...extra });
        this.timers.later("answer", ANSWER_MS, () => this.#unanswered(cid));
      } else this.#sendByRoad({ cid, body, ...extra });
      return;
    }
    const wait = this.outbox.wait(this.now());
    if (wait !== null) this.timers.later("flush", wait + 20, () => this.#flush());
  }

  #unanswered(cid) {
    if (this.outbox.inFlight !== cid || this.status !== "open") return;
    this.outbox.rewind();
    this.#flush();
  }

  #sendSeen(again = false) {
    this.timers.clear("seen");
    const { delivered, read, sentDelivered, sentRead } = this.mark;
    if (!again && delivered <= sentDelivered && read <= sentRead) return;
    if (delivered === 0 && read === 0) return;
    if (this.status === "open") this.#frame({ t: "seen", delivered, read });
    else if (this.status === "road") this.road.post("seen", { delivered, read }).catch(() => {});
    else return;
    Object.assign(this.mark, { sentDelivered: delivered, sentRead: read });
  }

  #frame(frame) {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(frame));
  }

  // --- the HTTP road ------------------------------------------------------------------------------------------

  #takeRoad() {
    this.timers.clear("again");
    this.#setStatus("road");
    this.timers.later("socket-again", SOCKET_AGAIN_MS, () => {
      this.failures = FAILURES_BEFORE_ROAD - 1;
      this.#connect();
      this.#poll();
    });
    this.#poll();
    this.#flush();
  }

  async #poll() {
    if (this.stopped || this.status !== "road") return;
    this.timers.clear("poll");
    try {
      const query = `?after=${this.sequences[0].last}` + (this.aside ? `&aside=${this.sequences[1].last}` : "");
      const news = await this.road.get(`events${query}`);
      if (this.stopped || this.status !== "road") return;
      this.attempt = 0;
      this.#epoch(news.epoch);
      for (const entry of news.events) this.#apply(entry);
      if (news.state) this.#tell("state", news.state);
      if (news.seen) this.#tell("seen", news.seen);
      if (news.typing) this.#tell("typing", news.typing);
      this.#tell("connection", { status: "road" });
    } catch (error) {
      if (error.final) {
        this.stop(error.final);
        return;
      }
      this.attempt += 1;
      this.#tell("connection", { status: navigator.onLine === false ? "offline" : "broken" });
    }
    const pace = document.visibilityState === "visible" ? POLL_MS : POLL_HIDDEN_MS;
    const slower = this.attempt === 0 ? 0 : Math.random() * Math.min(BACKOFF_LAST_MS, 1000 * 2 ** this.attempt);
    this.timers.later("poll", pace + slower, () => this.#poll());
  }

  async #sendByRoad(message) {
    try {
      const { seq, at } = await this.road.post("send", message);
      this.#acknowledged(message.cid, seq, at);
    } catch (error) {
      if (error.final) this.stop(error.final);
      else this.#notAccepted(message.cid, error.why ?? "network", error.retryMs ?? 3000);
    }
  }

  // --- small things -------------------------------------------------------------------------------------------

  #setStatus(status) {
    if (status === this.status && status !== "road") return;
    this.status = status;
    this.#tell("connection", { status });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
