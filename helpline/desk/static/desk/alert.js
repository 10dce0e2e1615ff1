// The alert for a chat that was given to you: it repeats until that very chat is opened. And for a call that waits on
// the line, until somebody takes it.
//
// The mark on the screen and the title of this tab are always on. Sound and the browser's messages are each
// counsellor's own choice, kept on this computer; the messages never say more than that somebody waits.

import { say } from "./dom.js";

const EVERY_MS = 6000;
const KEPT = "desk-alert";

export class Alert {
  constructor() {
    this.title = document.title;
    this.waiting = new Set();
    this.settings = { sound: false, volume: 4, notify: false, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") };
    this.timer = null;
    this.turn = false;
  }

  keep(settings) {
    Object.assign(this.settings, settings);
    localStorage.setItem(KEPT, JSON.stringify(this.settings));
  }

  /** The ids of the chats that were given and not opened yet. */
  show(ids) {
    const fresh = ids.filter((id) => !this.waiting.has(id));
    this.waiting = new Set(ids);
    if (this.waiting.size === 0) {
      clearInterval(this.timer);
      this.timer = null;
      document.title = this.title;
      return;
    }
    if (fresh.length > 0) this.#ring(true);
    this.timer ??= setInterval(() => this.#ring(false), EVERY_MS);
  }

  #ring(first) {
    this.turn = !this.turn;
    document.title = this.turn ? say("alert_title", { n: this.waiting.size }) : this.title;
    if (this.settings.sound) this.sound();
    if (first && this.settings.notify && document.visibilityState !== "visible" && window.Notification?.permission === "granted") {
      new Notification(say("alert_title", { n: this.waiting.size }), { tag: "desk", silent: true });
    }
  }

  /** Two soft tones. Returns false when this browser gives no sound. */
  sound() {
    const Context = window.AudioContext;
    if (!Context) return false;
    this.context ??= new Context();
    this.context.resume();
    const start = this.context.currentTime + 0.02;
    [523, 659].forEach((pitch, at) => {
      const tone = this.context.createOscillator();
      const gain = this.context.createGain();
      const from = start + at * 0.18;
      tone.frequency.value = pitch;
      gain.gain.setValueAtTime(0, from);
      gain.gain.linearRampToValueAtTime(this.settings.volume / 25, from + 0.03);
      gain.gain.exponentialRampToValueAtTime(0.0001, from + 0.4);
      tone.connect(gain).connect(this.context.destination);
      tone.start(from);
      tone.stop(from + 0.45);
    });
    return true;
  }

  /** Ask the browser for its permission to show messages. Returns whether they will be shown. */
  async allowMessages() {
    if (!window.Notification) return false;
    return (await Notification.requestPermission()) === "granted";
  }
}
