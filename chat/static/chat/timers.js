// Timers by name: setting one again replaces it, so that nothing waits twice for the same thing.

export class Timers {
  constructor() {
    this.running = new Map();
  }

  has(name) {
    return this.running.has(name);
  }

  /** Do `action` after `ms`. */
  later(name, ms, action) {
    this.clear(name);
    this.running.set(
      name,
      setTimeout(() => {
        this.running.delete(name);
        action();
      }, ms),
    );
  }

  clear(name) {
    clearTimeout(this.running.get(name));
    this.running.delete(name);
  }

  clearAll() {
    for (const name of [...this.running.keys()]) this.clear(name);
  }
}
