/* "Leads to": the field of a target is filled from the blocks that stand in the form now. What is stored is the block's
   id, in Wagtail's own field, which is hidden; so drafts, copies and moves keep it. A target that is gone is named and
   marked, and never changes by itself. */

const KINDS = ["question", "advice", "info"];
const MOST = 60; // lines of the list; who has more types a few letters

let count = 0;

export class TargetField {
  constructor(input, nodes, words, go) {
    Object.assign(this, { input, nodes, words, go, shown: [], active: -1 });
    count += 1;
    this.id = `tree-target-${count}`;
    input.type = "hidden";

    this.root = element("div", { class: "tree-target" });
    this.text = element("input", {
      type: "text", id: `${this.id}-text`, role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${this.id}-list`,
      "aria-describedby": `${this.id}-note`, placeholder: words.choose,
    });
    this.list = element("ul", { id: `${this.id}-list`, role: "listbox", "aria-label": words.list, class: "tree-options" });
    this.list.hidden = true;
    this.note = element("p", { id: `${this.id}-note`, class: "tree-target-note" });
    this.button = element("button", { type: "button", class: "tree-go" });
    this.root.append(this.text, this.button, this.list, this.note);
    input.after(this.root);
    const label = document.querySelector(`label[for="${CSS.escape(input.id)}"]`)
      ?? input.closest("[data-contentpath]")?.querySelector("label");
    if (label) label.htmlFor = this.text.id;
    else this.text.setAttribute("aria-label", words.list);

    this.text.addEventListener("input", (event) => { event.stopPropagation(); this.open(); });
    this.text.addEventListener("change", (event) => event.stopPropagation());
    this.text.addEventListener("click", () => this.open({ everything: true }));
    this.text.addEventListener("focus", () => this.text.select());
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("blur", () => this.leave());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the field
    this.list.addEventListener("click", (event) => {
      const line = event.target.closest("[role=option]");
      if (line) this.choose(this.shown[Number(line.dataset.place)]);
    });
    this.button.addEventListener("click", () => this.go(this.input.value));
  }

  /* Say what the stored id stands for now. */
  refresh() {
    const node = this.nodes.byId.get(this.input.value);
    const isBroken = Boolean(this.input.value) && !node;
    if (document.activeElement !== this.text) set(this.text, "value", this.words_for(node, isBroken));
    this.root.classList.toggle("is-broken", isBroken);
    if (isBroken) this.text.setAttribute("aria-invalid", "true");
    else this.text.removeAttribute("aria-invalid");
    set(this.note, "textContent", isBroken ? this.words.broken : "");
    this.button.hidden = !node;
    if (node) {
      set(this.button, "textContent", `${this.words.go} ${node.number}`);
    }
  }

  words_for(node, isBroken) {
    if (node) return named(node, this.words);
    if (!isBroken) return "";
    const title = this.nodes.titles.get(this.input.value);
    return title ? this.words.gone.replace("{title}", title) : this.words.gone_unknown;
  }

  /* The list */

  open({ everything = false } = {}) {
    const typed = everything ? "" : this.text.value.trim();
    const own = this.nodes.around(this.input);
    const found = matching(this.nodes.all.filter((node) => node !== own), typed);
    this.shown = found.slice(0, MOST).map((node) => ({ node }));
    if (typed && !/^\d+$/.test(typed)) {
      this.shown.push(...KINDS.map((kind) => ({ kind, title: typed })));
    }
    this.active = this.shown.length && typed ? 0 : -1;
    if (!typed) this.active = this.shown.findIndex((each) => each.node?.id === this.input.value);
    this.list.replaceChildren(...this.shown.map((each, place) => this.line(each, place)));
    if (!this.shown.length) this.list.append(element("li", { class: "tree-none" }, this.words.none));
    this.list.hidden = false;
    this.text.setAttribute("aria-expanded", "true");
    this.mark();
  }

  line(each, place) {
    const line = element("li", {
      role: "option", id: `${this.id}-${place}`, "data-place": String(place), "aria-selected": "false",
    });
    if (each.node) {
      line.append(
        element("span", { class: "tree-options-number" }, String(each.node.number)),
        element("span", {}, each.node.title || this.words.untitled),
        element("span", { class: "tree-options-kind" }, each.node.kindWords),
      );
    } else {
      line.classList.add("is-new");
      line.textContent = this.words[`new_${each.kind}`].replace("{title}", each.title);
    }
    return line;
  }

  mark() {
    [...this.list.children].forEach((line, place) => {
      const isActive = place === this.active;
      if (line.getAttribute("role") === "option") line.setAttribute("aria-selected", String(isActive));
      if (isActive) line.scrollIntoView({ block: "nearest" });
    });
    if (this.active >= 0) this.text.setAttribute("aria-activedescendant", `${this.id}-${this.active}`);
    else this.text.removeAttribute("aria-activedescendant");
  }

  close() {
    this.list.hidden = true;
    this.text.setAttribute("aria-expanded", "false");
    this.text.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) return this.open({ everything: true });
      const step = event.key === "ArrowDown" ? 1 : -1;
      const size = this.shown.length;
      if (size) this.active = this.active < 0 ? (step > 0 ? 0 : size - 1) : (this.active + step + size) % size;
      this.mark();
    } else if (event.key === "Enter") {
      event.preventDefault(); // never sends the form
      if (isOpen && this.active >= 0) this.choose(this.shown[this.active]);
      else if (!isOpen && event.altKey) this.go(this.input.value);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
      this.show_stored();
    }
    return undefined;
  }

  choose(each) {
    const id = each.node ? each.node.id : this.nodes.add(each.kind, each.title, this.nodes.around(this.input));
    this.store(id);
    this.close();
    this.show_stored();
  }

  /* Leaving the field: an empty one leads nowhere, a number or the only match is meant; anything else is forgotten. */
  leave() {
    if (!this.list.hidden) {
      const typed = this.text.value.trim();
      const node = this.nodes.byId.get(this.input.value);
      if (typed === "") this.store("");
      else if (typed !== this.words_for(node, Boolean(this.input.value) && !node)) {
        const own = this.nodes.around(this.input);
        const found = matching(this.nodes.all.filter((other) => other !== own), typed);
        if (/^\d+$/.test(typed) ? found.length : found.length === 1) this.store(found[0].id);
      }
      this.close();
    }
    this.show_stored();
  }

  show_stored() {
    const node = this.nodes.byId.get(this.input.value);
    this.text.value = this.words_for(node, Boolean(this.input.value) && !node);
    this.refresh();
  }

  store(id) {
    if (id === this.input.value) return;
    this.input.value = id;
    for (const name of ["input", "change"]) this.input.dispatchEvent(new Event(name, { bubbles: true }));
  }
}

function named(node, words) {
  return `${node.number}. ${node.title || words.untitled}`;
}

/* By number when digits are typed, else by words anywhere in the title; what starts with them comes first. */
function matching(nodes, typed) {
  if (!typed) return nodes;
  const number = /^(\d+)\.?/.exec(typed)?.[1];
  if (number && /^\d+\.?$/.test(typed)) {
    const exact = nodes.filter((node) => String(node.number) === number);
    return [...exact, ...nodes.filter((node) => String(node.number) !== number && String(node.number).startsWith(number))];
  }
  const words = folded(typed).split(" ").filter(Boolean);
  const found = nodes.filter((node) => words.every((word) => folded(node.title).includes(word)));
  return found.sort((one, other) =>
    Number(folded(other.title).startsWith(words[0])) - Number(folded(one.title).startsWith(words[0])));
}

function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function set(target, name, value) {
  if (target[name] !== value) target[name] = value;
}

export function element(name, attributes = {}, text = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}
