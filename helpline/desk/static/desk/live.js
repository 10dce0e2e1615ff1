// The board, kept live: over a socket that also proves that this counsellor is there, else by asking again and again.

import { get, post } from "./net.js";

const PING_MS = 20000;
const SILENCE_MS = 45000;
const POLL_MS = 5000;
const LAST_MS = 15000;

export class Live extends EventTarget {
  constructor({ socket, ticket, board }) {
    super();
    this.addresses = { socket, ticket, board };
    this.failures = 0;
    this.timers = {};
    this.lost = false;
  }

  start() {
    addEventListener("online", () => this.#connect());
    addEventListener("offline", () => this.#say(true));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.refresh();
    });
    this.#connect();
  }

  /** Ask for the board now. */
  async refresh() {
    try {
      this.#board(await get(this.addresses.board));
      return true;
    } catch (error) {
      if (error.status === 0 || error.status >= 500) this.#say(true);
      return false;
    }
  }

  async #connect() {
    clearTimeout(this.timers.again);
    if (this.socket || this.connecting) return;
    let ticket;
    this.connecting = true;
    try {
      ({ ticket } = await post(this.addresses.ticket));
    } catch {
      this.#dropped(0);
      return;
    } finally {
      this.connecting = false;
    }
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}${this.addresses.socket}`);
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({ t: "hello", ticket, after: 0 }));
    socket.onmessage = (message) => {
      const frame = JSON.parse(message.data);
      this.failures = 0;
      this.#listen();
      if (frame.t === "board") this.#board(frame);
    };
    socket.onclose = (event) => {
      if (this.socket !== socket) return;
      this.#dropped(event.code);
    };
    this.#listen();
    this.#ping();
  }

  #dropped(code) {
    this.socket = null;
    clearTimeout(this.timers.ping);
    clearTimeout(this.timers.silence);
    if (code === 4401) {
      location.reload();
      return;
    }
    this.failures += 1;
    // a socket that closes may be a restart or a network that blocks sockets: the board goes on over HTTP meanwhile
    this.#poll();
    const wait = Math.random() * Math.min(LAST_MS, 500 * 2 ** this.failures);
    this.timers.again = setTimeout(() => this.#connect(), wait);
  }

  async #poll() {
    clearTimeout(this.timers.poll);
    await this.refresh();
    if (this.failures > 0) this.timers.poll = setTimeout(() => this.#poll(), POLL_MS);
  }

  #listen() {
    clearTimeout(this.timers.silence);
    this.timers.silence = setTimeout(() => {
      const socket = this.socket;
      if (!socket) return;
      socket.onclose = null;
      socket.close();
      this.#dropped(0);
    }, SILENCE_MS);
  }

  #ping() {
    clearTimeout(this.timers.ping);
    this.timers.ping = setTimeout(() => {
      if (this.socket?.readyState === 1) this.socket.send('{"t":"ping"}');
      this.#ping();
    }, PING_MS);
  }

  #board(board) {
    this.#say(false);
    this.dispatchEvent(new CustomEvent("board", { detail: board }));
  }

  #say(lost) {
    if (lost === this.lost) return;
    this.lost = lost;
    this.dispatchEvent(new CustomEvent("lost", { detail: lost }));
  }
}
