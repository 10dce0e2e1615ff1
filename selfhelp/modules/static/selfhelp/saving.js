// Saving that takes time, one after the other and always the newest: what is written meanwhile goes with the next one.
// A page that goes away before that leaves its answers afloat for the next page of this tab.

import { land, leaveAfloat, takeAfloat, wasOpened } from "./tab_memory.js";
import { merge } from "./workbook.js";

export class Saving {
  #newest = new Map();
  #running = new Map();
  #isGoing = false;

  /** name: of the workbook in this tab's memory. push: (programme, book) keeps it, and says what is kept then. */
  constructor(name, push) {
    this.name = name;
    this.push = push;
    addEventListener("pagehide", () => {
      this.#isGoing = true;
      for (const [programme, book] of this.#newest) this.#float(programme, book);
    });
    addEventListener("pageshow", () => {
      this.#isGoing = false;
    });
    addEventListener("leaving", () => this.#newest.clear());
  }

  /** Keep a workbook; resolves with what is kept when nothing waits any more. */
  save(programme, book) {
    this.#newest.set(programme, book);
    if (this.#isGoing) this.#float(programme, book);
    if (!this.#running.has(programme)) {
      const run = this.#run(programme).finally(() => this.#running.delete(programme));
      this.#running.set(programme, run);
    }
    return this.#running.get(programme);
  }

  /** Nothing is to be kept any more. */
  async stop(programme) {
    this.#newest.delete(programme);
    await this.#running.get(programme)?.catch(() => {});
  }

  async #run(programme) {
    let kept = null;
    while (this.#newest.has(programme)) {
      const book = this.#newest.get(programme);
      const afloat = takeAfloat(this.name(programme));
      kept = await this.push(programme, afloat ? merge(afloat, book) : book);
      if (this.#newest.get(programme) === book) {
        this.#newest.delete(programme);
        land(this.name(programme));
      }
    }
    return kept;
  }

  #float(programme, book) {
    if (wasOpened(this.name(programme))) leaveAfloat(this.name(programme), book);
  }
}
