// The chat was given to a counsellor who has not looked yet: after a while the page says that it takes longer, and
// shows the other ways to help again.

// these tell nothing about whether somebody is there
const BESIDE = new Set(["last_entry", "within_reach"]);

export class Coming {
  /** section: what is shown when it takes longer. lookMs: by then a counsellor has looked. */
  constructor(section, lookMs) {
    this.section = section;
    this.lookMs = lookMs;
    this.timer = 0;
  }

  /** An entry of the conversation, in order. */
  entry({ kind, from, body, at }) {
    if (from === "visitor") return;
    const code = kind === "notice" ? JSON.parse(body).code : "";
    if (BESIDE.has(code)) return;
    this.stop();
    if (code !== "assigned") return;
    // a clock that is wrong makes it appear later or at once, and never before the chat was given
    const passed = Math.min(Math.max(0, Date.now() - Date.parse(at)), this.lookMs);
    this.timer = setTimeout(() => {
      this.section.hidden = false;
    }, this.lookMs - passed);
  }

  /** Somebody looked, or the chat is with nobody any more. */
  stop() {
    clearTimeout(this.timer);
    this.section.hidden = true;
  }
}
