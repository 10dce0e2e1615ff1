// The registration saves itself: every answer at once, again and again until the server has it.
//
// Without this script the form is sent as a whole. `start(root)` is for pages that put the form in place later; it
// returns a function that stops it. A finished registration is told by the event "contact-registered" on the section
// (detail: state, kind, next); unless somebody prevents it, the browser goes to `next`.

import { controls, inWords, isAnswered, makeOwn, read, setMissing, show, showAsked } from "./fields.js";
import { Kinds } from "./kinds.js";
import { Pending } from "./pending.js";

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 20000;
const PATIENCE_MS = 10000;

class Registration {
  constructor(section) {
    this.section = section;
    this.form = section.querySelector("form[data-register]");
    this.state = this.form.querySelector("[data-state]");
    this.stopped = new AbortController();
    this.fields = new Map();
    this.pending = new Map();
    this.troubles = 0;
    this.timers = new Map();
    this.word = "";
    for (const field of this.form.querySelectorAll("[data-field]")) {
      const { field: key } = field.dataset;
      const version = Number(field.querySelector("input[type=hidden]").value);
      this.fields.set(key, field);
      this.pending.set(key, new Pending(version, read(field), () => crypto.randomUUID()));
    }
  }

  start() {
    const { signal } = this.stopped;
    this.restore();
    showAsked(this.fields);
    this.form.addEventListener("change", (event) => this.changed(event.target), { signal });
    this.form.addEventListener("keydown", (event) => this.clearRadio(event), { signal });
    this.form.addEventListener("submit", (event) => this.submit(event), { signal });
    const kinds = this.section.querySelector("form[data-non-counselling]");
    kinds?.addEventListener("submit", (event) => this.submitKind(event), { signal });
    this.kinds = new Kinds(kinds, this.form, () => [...this.fields.values()].some(isAnswered));
    addEventListener("online", () => this.sendAll(), { signal });
    this.sendAll();
    return () => this.stop();
  }

  stop() {
    this.stopped.abort();
    this.kinds.stop();
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  // ---- what a reload must not lose ----

  keep() {
    const kept = {};
    for (const [key, pending] of this.pending) {
      const left = pending.keep();
      if (left) kept[key] = left;
    }
    try {
      if (Object.keys(kept).length === 0) sessionStorage.removeItem(this.form.dataset.keptAs);
      else sessionStorage.setItem(this.form.dataset.keptAs, JSON.stringify(kept));
    } catch {
      // storage is full or switched off: the page itself still has it
    }
  }

  restore() {
    let kept = {};
    try {
      kept = JSON.parse(sessionStorage.getItem(this.form.dataset.keptAs) ?? "{}");
    } catch {
      // not ours, or no storage
    }
    for (const [key, left] of Object.entries(kept)) {
      const pending = this.pending.get(key);
      if (!pending) continue;
      pending.restore(left);
      makeOwn(this.fields.get(key));
      show(this.fields.get(key), pending.shown());
    }
  }

  // ---- saving ----

  changed(control) {
    const field = control.closest("[data-field]");
    if (!field) return;
    const { field: key } = field.dataset;
    this.pending.get(key).want(read(field));
    setMissing(field, false);
    makeOwn(field);
    showAsked(this.fields);
    this.keep();
    this.send(key);
    this.drawConflict(key);
    this.kinds.look();
  }

  /** A radio button cannot be unchosen with the keyboard; here Delete and Backspace do it. */
  clearRadio(event) {
    if (event.target.type !== "radio" || !["Delete", "Backspace"].includes(event.key)) return;
    event.preventDefault();
    show(event.target.closest("[data-field]"), []);
    this.changed(event.target);
  }

  sendAll() {
    for (const key of this.pending.keys()) this.send(key);
  }

  async send(key) {
    const pending = this.pending.get(key);
    if (pending.busy || this.stopped.signal.aborted) return;
    const request = pending.next();
    if (request === null) {
      this.say();
      return;
    }
    pending.busy = true;
    clearTimeout(this.timers.get(key));
    this.say();
    const answer = await this.post(this.fields.get(key).dataset.save, {
      codes: request.codes,
      base_version: request.base,
      request_id: request.id,
    });
    pending.busy = false;
    if (this.stopped.signal.aborted) return;
    this.settle(key, pending, answer);
    this.keep();
    this.say();
  }

  settle(key, pending, { status, data }) {
    if (status === 200) {
      this.troubles = 0;
      this.word = "";
      pending.acknowledge(data);
      this.send(key);
    } else if (status === 409 && data?.why === "changed") {
      pending.meet(data);
      pending.conflict.own = data.own;
      this.drawConflict(key);
    } else if (status === 410) {
      for (const each of this.pending.values()) each.drop();
      this.word = "closed";
    } else if (status === 400 || status === 404) {
      pending.drop();
      show(this.fields.get(key), pending.saved);
      showAsked(this.fields);
      this.word = "refused";
    } else {
      this.troubles += 1;
      this.word = status === 401 || status === 403 ? "signedOut" : "";
      // Full jitter: a whole team that lost its network does not come back in one moment.
      const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.troubles, 6));
      this.timers.set(key, setTimeout(() => this.send(key), Math.random() * longest));
    }
  }

  /** status 0: nobody answered. */
  async post(address, body) {
    const isForm = body instanceof URLSearchParams;
    try {
      const answer = await fetch(address, {
        method: "POST",
        credentials: "same-origin",
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE_MS),
        headers: {
          Accept: "application/json",
          "X-CSRFToken": this.form.querySelector("[name=csrfmiddlewaretoken]").value,
          ...(isForm ? {} : { "Content-Type": "application/json" }),
        },
        body: isForm ? body : JSON.stringify(body),
      });
      return { status: answer.status, data: await answer.json().catch(() => null) };
    } catch {
      return { status: 0, data: null };
    }
  }

  // ---- what the person sees ----

  say() {
    const all = [...this.pending.values()];
    const words = this.form.dataset;
    let text = "";
    let isWarning = true;
    if (this.word && words[this.word]) text = words[this.word];
    else if (all.some((pending) => pending.conflict !== null)) text = words.undecided;
    else if (this.troubles > 0) text = words.kept;
    else {
      isWarning = false;
      if (all.some((pending) => !pending.isIdle())) text = words.saving;
      else if (all.some((pending) => pending.version > 0)) text = words.saved;
    }
    if (this.word === "refused" || this.word === "unreachable") this.word = "";
    if (this.state.textContent !== text) this.state.textContent = text;
    this.state.classList.toggle("reg-state-warn", isWarning);
  }

  drawConflict(key) {
    const field = this.fields.get(key);
    const pending = this.pending.get(key);
    field.querySelector(".reg-conflict")?.remove();
    if (pending.conflict === null) return;
    const box = this.form.querySelector("template[data-conflict]").content.firstElementChild.cloneNode(true);
    const who = box.querySelector("strong");
    const nothing = box.querySelector("[data-nothing]").textContent;
    who.textContent = pending.conflict.own ? who.dataset.whoOwn : who.dataset.whoSomebody;
    box.querySelector("[data-theirs]").textContent = inWords(field, pending.saved, nothing);
    box.querySelector("[data-mine]").textContent = inWords(field, pending.conflict.mine, nothing);
    const choose = (choice) => {
      choice();
      show(field, pending.shown());
      showAsked(this.fields);
      box.remove();
      this.keep();
      this.send(key);
      controls(field)[0].focus();
    };
    box.querySelector("[data-take-theirs]").addEventListener("click", () => choose(() => pending.takeTheirs()));
    box.querySelector("[data-take-mine]").addEventListener("click", () => choose(() => pending.takeMine()));
    field.append(box);
  }

  // ---- finishing ----

  /** Wait until everything is saved. False when something is not, and cannot be for now. */
  async settled() {
    const until = performance.now() + PATIENCE_MS;
    this.troubles = 0;
    this.sendAll();
    while (performance.now() < until) {
      const all = [...this.pending.values()];
      if (all.every((pending) => pending.isIdle())) return true;
      if (this.troubles > 0 || all.some((pending) => pending.conflict !== null)) return false;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  }

  async submit(event) {
    event.preventDefault();
    if (this.finishing) return;
    this.finishing = true;
    try {
      if (await this.settled()) this.finished(await this.post(this.form.action, new URLSearchParams()));
      else if (this.troubles > 0) this.warn("unreachable");
      else this.section.querySelector("[data-take-theirs]")?.focus();
    } finally {
      this.finishing = false;
    }
  }

  async submitKind(event) {
    event.preventDefault();
    if (this.finishing) return;
    this.finishing = true;
    try {
      const { value } = event.submitter;
      this.finished(await this.post(event.target.action, new URLSearchParams({ kind: value })));
    } finally {
      this.finishing = false;
    }
  }

  finished({ status, data }) {
    if (status === 200) {
      for (const pending of this.pending.values()) pending.drop();
      this.keep();
      this.stop();
      const news = new CustomEvent("contact-registered", { bubbles: true, cancelable: true, detail: data });
      if (this.section.dispatchEvent(news)) location.assign(data.next);
    } else if (status === 422) {
      const missing = data.missing.map((key) => this.fields.get(key)).filter(Boolean);
      for (const field of missing) setMissing(field, true);
      controls(missing[0])[0]?.focus();
      this.state.textContent = data.why;
      this.state.classList.add("reg-state-warn");
    } else if (status === 0 || status >= 500) this.warn("unreachable");
    else if (status === 401 || status === 403) this.warn("signedOut");
    else if (data?.why) {
      this.state.textContent = data.why;
      this.state.classList.add("reg-state-warn");
    }
  }

  warn(word) {
    this.word = word;
    this.say();
  }
}

export function start(root = document) {
  const stops = [];
  for (const section of root.querySelectorAll("[data-registration]")) {
    if (section.querySelector("form[data-register]")) stops.push(new Registration(section).start());
  }
  return () => stops.forEach((stop) => stop());
}

start();
