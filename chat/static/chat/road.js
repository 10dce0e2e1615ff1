// The HTTP road: requests about one conversation. What goes wrong comes as an error with the server's reason.
//
//   why      the server's word for it ("storage", "slow", "ended", ...); none when the network itself failed
//   retryMs  when the server asks to be left alone for a while
//   final    "signed-out" or "not-yours": trying again is of no use

const PATIENCE_MS = 15000;
const FINAL = new Map([
  [401, "signed-out"],
  [403, "not-yours"],
]);

export class Road {
  constructor({ url, csrf = "", fetch: ask }) {
    this.url = url;
    this.csrf = csrf;
    this.fetch = ask ?? ((...args) => fetch(...args));
  }

  get(name) {
    return this.#ask("GET", name);
  }

  post(name, body) {
    return this.#ask("POST", name, body);
  }

  /** A request that the browser carries to its end when the page is gone meanwhile. At most 64 KiB. */
  postLast(name, body) {
    return this.#ask("POST", name, body, { keepalive: true });
  }

  async #ask(method, name, body, more = {}) {
    const options = {
      method,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...more,
    };
    if (method === "POST") {
      options.headers["Content-Type"] = "application/json";
      options.headers["X-CSRFToken"] = this.csrf;
      options.body = JSON.stringify(body);
    }
    const answer = await this.fetch(this.url + name, options);
    if (answer.ok) return answer.status === 204 ? {} : answer.json();
    const told = await answer.json().catch(() => ({}));
    const error = new Error(`road: ${answer.status}`);
    error.why = told.why;
    error.retryMs = told.retry_ms;
    error.final = FINAL.get(answer.status);
    throw error;
  }
}
