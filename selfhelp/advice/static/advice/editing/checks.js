/* Looks at the tree while it is typed: posts the form as it stands, saves nothing, and shows what comes back beside the
   blocks, in the list and in the picture. */

import { element } from "./targets.js";

const PAUSE = 1200; // milliseconds without a key before the form is looked at

export class Checks {
  constructor({ form, nodes, words, go }) {
    Object.assign(this, { form, nodes, words, go });
    this.root = document.querySelector("[data-tree-checks]");
    this.timer = 0;
    this.asked = null;
    this.running = null;
  }

  start() {
    if (!this.root) return;
    [this.result, this.about, this.spoken, this.now] = ["result", "about", "spoken", "now"].map((name) =>
      this.root.querySelector(`[data-tree-${name}]`));
    this.now.hidden = false;
    this.now.addEventListener("click", () => this.check({ again: true }));
    for (const name of ["input", "change", "keyup", "click", "drop"]) {
      this.form.addEventListener(name, () => this.later());
    }
    setTimeout(() => {
      this.asked ??= this.state();
      this.show({ aloud: false });
    }, PAUSE);
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), PAUSE);
  }

  state() {
    const data = new FormData(this.form);
    data.delete("csrfmiddlewaretoken");
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return new URLSearchParams(data).toString();
  }

  async check({ again = false } = {}) {
    clearTimeout(this.timer);
    const body = this.state();
    if (body === this.asked && !again) return;
    this.asked = body;
    this.running?.abort();
    const mine = (this.running = new AbortController());
    this.about.textContent = this.words.checking;
    try {
      const answer = await fetch(this.root.dataset.treeChecks, {
        method: "POST",
        body,
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value,
          "X-Requested-With": "XMLHttpRequest",
        },
        signal: mine.signal,
      });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const made = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.result.replaceChildren(...made.body.childNodes);
      this.about.textContent = this.words.fresh;
      this.show({ aloud: true });
      document.dispatchEvent(new CustomEvent("tree:drawn"));
    } catch (error) {
      if (error.name === "AbortError") return;
      this.asked = null; // the next key, or the button, tries again
      this.about.textContent = this.words.failed;
    }
  }

  /* Beside each block and answer stands what is the matter with it; on the tab, how much. */
  show({ aloud }) {
    if (!this.result) return; // nothing was looked at yet
    for (const old of this.form.querySelectorAll(".tree-note, .tree-flag")) old.remove();
    const items = [...this.result.querySelectorAll("[data-finding]")];
    const flags = new Map();
    for (const item of items) {
      const node = this.nodes.byId.get(item.dataset.node);
      if (!node) continue;
      const isError = item.dataset.finding === "error";
      const place = placeOf(node, item.dataset.option);
      place?.prepend(element("p", { class: `tree-note ${isError ? "is-error" : "is-warning"}` },
        item.querySelector("[data-words]").textContent.trim()));
      const flag = flags.get(node) ?? { errors: 0, warnings: 0 };
      flag[isError ? "errors" : "warnings"] += 1;
      flags.set(node, flag);
    }
    for (const [node, flag] of flags) this.flag(node, flag);
    const errors = items.filter((item) => item.dataset.finding === "error").length;
    mark(this.root, items.length, errors > 0);
    if (aloud) {
      this.spoken.textContent = this.words.found.replace("{errors}", errors).replace("{warnings}", items.length - errors);
    }
  }

  flag(node, { errors, warnings }) {
    const heading = node.element.querySelector("[data-panel-heading]");
    const isError = errors > 0;
    const made = element("span", { class: `tree-flag ${isError ? "is-error" : "is-warning"}` },
      isError ? `${errors} ${this.words.must}` : `${warnings} ${this.words.look}`);
    heading?.querySelector(".tree-number-badge")?.after(made);
  }
}

function placeOf(node, option) {
  const own = node.element.querySelector("[data-streamfield-block], .w-panel__content");
  if (!option) return own;
  const answer = node.element.querySelector(`[data-contentpath="${CSS.escape(option)}"]`);
  return answer?.querySelector(".w-panel__content") ?? answer ?? own;
}

function mark(root, count, blocks) {
  const panel = root.closest("[role=tabpanel]");
  const tab = panel && document.querySelector(`[role=tab][href="#${CSS.escape(panel.id)}"]`);
  if (!tab) return;
  let badge = tab.querySelector(".tree-tab-count");
  if (!badge) {
    badge = element("span", { class: "tree-tab-count" });
    tab.append(" ", badge);
  }
  badge.hidden = count === 0;
  badge.textContent = String(count);
  badge.classList.toggle("is-error", blocks);
}
