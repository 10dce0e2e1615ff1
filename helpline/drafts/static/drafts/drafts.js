// Every form with `data-draft="<key>"` keeps what is typed, until it is sent: masked, again and again until the server
// has it, and put back when the form is opened again, here or on another computer.
//
// The raw text stays in the tab; what waits for a network survives a reload as the masked text. One request is on its
// way at a time, repeated with the same id. The words stand in the page's <template id="draft-words">.

import { learn, safe } from "../guard/guard.js";

const AFTER_TYPING_MS = 700;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 20000;
const PATIENCE_MS = 10000;

class Draft {
  constructor(form) {
    this.form = form;
    this.key = form.dataset.draft;
    this.version = 0;
    this.request = null;
    this.isChanged = false;
    this.isBusy = false;
    this.isReady = false;
    this.isFilling = false;
    this.isOver = false;
    this.troubles = 0;
    this.timer = null;
    this.theirs = null;
    this.others = [];
    this.draw();
  }

  get address() {
    const base = document.querySelector("meta[name=drafts]")?.content ?? "/staff/drafts/";
    return `${base}of/${this.key}/`;
  }

  get keptAs() {
    return `draft:${this.key}`;
  }

  draw() {
    const template = document.getElementById("draft-words");
    this.box = template.content.firstElementChild.cloneNode(true);
    this.words = this.box.dataset;
    this.state = this.box.querySelector("[data-state]");
    this.conflict = this.box.querySelector("[data-conflict]");
    const place = this.form.querySelector("[data-draft-state]");
    if (place) place.replaceChildren(this.box);
    else this.form.append(this.box);
    this.box.querySelector("[data-discard]").addEventListener("click", () => this.discard());
    this.box.querySelector("[data-take-theirs]").addEventListener("click", () => this.choose(true));
    this.box.querySelector("[data-take-mine]").addEventListener("click", () => this.choose(false));
  }

  /** Ctrl (or the command key) and Enter sends from a text, as in the post: hands stay on the keyboard. */
  pressed(event) {
    const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea");
    if (!sends || event.defaultPrevented) return;
    event.preventDefault();
    this.form.requestSubmit(this.form.querySelector("button[type=submit]"));
  }

  async start() {
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("change", () => this.changed());
    this.form.addEventListener("submit", () => this.leave());
    this.form.addEventListener("reset", () => this.wasReset());
    this.form.addEventListener("keydown", (event) => this.pressed(event));
    addEventListener("online", () => this.send());
    addEventListener("pagehide", () => this.leave());
    await learn();
    await this.load();
  }

  // ---- what stands in the form ----

  controls() {
    return [...this.form.elements].filter(
      (control) =>
        control.name &&
        !control.disabled &&
        !["hidden", "password", "file", "submit", "button", "reset"].includes(control.type) &&
        !control.name.endsWith("_reason") &&
        !("draftSkip" in control.dataset),
    );
  }

  fields() {
    const fields = {};
    for (const control of this.controls()) {
      if (control.type === "checkbox" || control.tagName === "SELECT" && control.multiple) {
        fields[control.name] ??= [];
        if (control.type === "checkbox" && control.checked) fields[control.name].push(control.value);
        if (control.multiple && control.tagName === "SELECT") {
          fields[control.name].push(...[...control.selectedOptions].map((option) => option.value));
        }
      } else if (control.type === "radio") {
        fields[control.name] ??= "";
        if (control.checked) fields[control.name] = control.value;
      } else fields[control.name] = safe(control.value);
    }
    return fields;
  }

  fill(fields) {
    this.isFilling = true;
    for (const control of this.controls()) {
      const value = fields[control.name];
      if (value === undefined) continue;
      if (control.type === "checkbox") control.checked = value.includes(control.value);
      else if (control.type === "radio") control.checked = control.value === value;
      else if (control.tagName === "SELECT" && control.multiple) {
        for (const option of control.options) option.selected = value.includes(option.value);
      } else control.value = value;
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.isFilling = false;
  }

  // ---- from the server, and to it ----

  async load() {
    const { status, data } = await this.ask("GET");
    if (status === 200) {
      this.version = data.version;
      this.others = data.others;
      const own = this.unsent();
      const fields = own ?? data.fields;
      // somebody who types already while the draft is on its way has the newer text
      if (fields && !this.isChanged) {
        this.fill(fields);
        this.isChanged = own !== null;
        this.say(data.saved_at ? `${this.words.restored} ${data.saved_at}.` : this.words.restoredHere, true);
      } else this.say("");
      this.isReady = true;
    } else if (status === 0 || status >= 500) {
      const own = this.unsent();
      if (own && !this.isChanged) {
        this.fill(own);
        this.isChanged = true;
      }
      this.troubles += 1;
      this.again(() => this.load());
    }
    if (this.isChanged) this.send();
  }

  unsent() {
    try {
      return JSON.parse(sessionStorage.getItem(this.keptAs));
    } catch {
      return null;
    }
  }

  keep() {
    try {
      if (this.isChanged || this.request) sessionStorage.setItem(this.keptAs, JSON.stringify(this.fields()));
      else sessionStorage.removeItem(this.keptAs);
    } catch {
      // no storage: the page itself still has it
    }
  }

  changed() {
    if (this.isFilling) return;
    this.isChanged = true;
    this.isOver = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.keep();
      this.send();
    }, AFTER_TYPING_MS);
  }

  async send() {
    if (this.isBusy || this.isOver || !this.isReady || this.theirs) return;
    if (this.request === null) {
      if (!this.isChanged) return;
      this.request = { fields: this.fields(), base_version: this.version, request_id: crypto.randomUUID() };
      this.isChanged = false;
    }
    this.isBusy = true;
    this.say(this.words.saving);
    const { request } = this;
    const { status, data } = await this.ask("POST", request);
    this.isBusy = false;
    if (this.isOver || this.request !== request) return;
    if (status === 200) {
      this.troubles = 0;
      this.version = data.version;
      this.request = null;
      this.others = data.others;
      this.keep();
      this.say(`${this.words.saved} ${data.saved_at}.`, true);
      this.send();
    } else if (status === 409) this.meet(data);
    else if (status === 400) {
      this.request = null;
      this.say(this.words.refused);
    } else {
      this.troubles += 1;
      this.keep();
      this.say(status === 401 || status === 403 ? this.words.signedOut : this.words.kept);
      this.again(() => this.send());
    }
  }

  again(act) {
    // full jitter: a team that lost its network does not come back in one moment
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.troubles, 6));
    clearTimeout(this.timer);
    this.timer = setTimeout(act, Math.random() * longest);
  }

  async ask(method, body, more = {}) {
    try {
      const answer = await fetch(this.address, {
        method,
        credentials: "same-origin",
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE_MS),
        headers: {
          Accept: "application/json",
          ...(body ? { "Content-Type": "application/json", "X-CSRFToken": this.token() } : {}),
        },
        body: body ? JSON.stringify(body) : undefined,
        ...more,
      });
      return { status: answer.status, data: await answer.json().catch(() => null) };
    } catch {
      return { status: 0, data: null };
    }
  }

  token() {
    return (this.form.querySelector("[name=csrfmiddlewaretoken]") ?? document.querySelector("[name=csrfmiddlewaretoken]"))?.value ?? "";
  }

  /** The page goes, or the form is sent: what is typed last goes along, if it can. */
  leave() {
    clearTimeout(this.timer);
    if (!this.isReady || this.isOver || this.theirs || !(this.isChanged || this.request)) return;
    this.keep();
    const request = this.isChanged || !this.request
      ? { fields: this.fields(), base_version: this.version, request_id: crypto.randomUUID() }
      : this.request;
    this.request = request;
    this.isChanged = false;
    this.ask("POST", request, { keepalive: true, signal: undefined }).then(({ status, data }) => {
      if (this.request !== request || status !== 200) return;
      this.version = data.version;
      this.request = null;
      this.keep();
    });
  }

  // ---- another window, a colleague ----

  meet(data) {
    this.request = null;
    this.version = data.version;
    if (data.fields === null) {
      // used or thrown away elsewhere; what stands here is a new one
      this.isChanged = true;
      this.send();
      return;
    }
    if (JSON.stringify(data.fields) === JSON.stringify(this.fields())) {
      this.say(`${this.words.saved} ${data.saved_at}.`, true);
      return;
    }
    this.theirs = data.fields;
    this.conflict.hidden = false;
    this.say("");
  }

  choose(isTheirs) {
    const theirs = this.theirs;
    this.theirs = null;
    this.conflict.hidden = true;
    if (isTheirs) {
      this.fill(theirs);
      this.isChanged = false;
      this.keep();
      this.say(this.words.savedPlain, true);
    } else {
      this.isChanged = true;
      this.send();
    }
    this.controls()[0]?.focus();
  }

  async discard() {
    this.isOver = true;
    clearTimeout(this.timer);
    this.request = null;
    this.isChanged = false;
    this.keep();
    this.form.reset();
    await fetch(`${this.address}discard/`, {
      method: "POST", credentials: "same-origin", headers: { "X-CSRFToken": this.token() },
    }).catch(() => null);
    await this.refresh();
    this.say(this.words.gone);
    this.controls()[0]?.focus();
  }

  /** A room that sends with fetch empties its form when the server has it. */
  wasReset() {
    if (this.isOver) return;
    clearTimeout(this.timer);
    this.request = null;
    this.isChanged = false;
    this.keep();
    this.refresh().then(() => this.say(""));
  }

  async refresh() {
    const { status, data } = await this.ask("GET");
    if (status === 200) this.version = data.version;
    this.isOver = false;
  }

  // ---- what the person sees ----

  say(words, hasDraft = false) {
    const others = this.others.length ? `${this.words.others} ${this.others.join(", ")}. ` : "";
    const text = `${others}${words}`;
    if (this.state.textContent !== text) this.state.textContent = text;
    this.box.querySelector("[data-discard]").hidden = !hasDraft;
  }
}

const started = new WeakSet();

/** Start every draft in a part of the page; each form once. */
export function start(root = document) {
  for (const form of root.querySelectorAll("form[data-draft]")) {
    if (started.has(form) || !document.getElementById("draft-words")) continue;
    started.add(form);
    new Draft(form).start();
  }
}

start();
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) if (node instanceof Element) start(node.parentNode ?? document);
  }
}).observe(document.body, { childList: true, subtree: true });
