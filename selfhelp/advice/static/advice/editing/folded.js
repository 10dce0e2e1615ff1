/* A block of the tree is drawn when it is opened: a tree of a hundred blocks has ten thousand fields. Until then it is
   its head and one hidden field with the state of its form. Wagtail's stream asks a block for its state, its label and
   the focus; a block that was not drawn answers from what it holds, or draws itself first.

   Drawn or not, the form posts the state: so opening a block is no change to Wagtail's watch over unsaved work, and
   words that nobody touched stay as they were, to the letter. This is a classic script because Wagtail reads the page's
   definitions before modules run. */

(() => {
  const { StructBlockDefinition } = window.wagtailStreamField.blocks;
  const LANGUAGES = ["nl", "en"];

  class FoldedBlock {
    #state; // as it came, and as it is while nothing is drawn
    #drawn = null;
    #input;
    #panel;

    constructor(definition, placeholder, prefix, state) {
      Object.assign(this, { blockDef: definition, type: definition.name, prefix });
      this.#state = state;
      this.#panel = placeholder.closest("[data-panel]");
      this.#panel.classList.add("collapsed"); // Wagtail closes it when it makes the toggle work
      this.#input = document.createElement("input");
      Object.assign(this.#input, { type: "hidden", name: `${prefix}-folded`, autocomplete: "off" });
      this.#input.value = posted(state, state);
      placeholder.replaceWith(this.#input);
      this.#panel.addEventListener("wagtail:panel-toggle", (event) => {
        if (event.target === this.#toggle && event.detail.expanded) this.draw();
      });
    }

    get #toggle() {
      return this.#panel.querySelector("[data-panel-toggle]");
    }

    /* The state of a block that was not drawn, to read; null when there are fields to read. */
    get folded() {
      return this.#drawn ? null : this.#state;
    }

    get childBlocks() {
      return this.draw().childBlocks;
    }

    /* Draw the fields, open or not. */
    draw() {
      if (this.#drawn) return this.#drawn;
      const place = document.createElement("div");
      this.#input.after(place);
      this.#drawn = this.blockDef.whole.render(place, this.prefix, this.#state, undefined, new Map());
      this.#input.form?.addEventListener("formdata", (event) => this.#post(event.formData));
      this.#panel.dispatchEvent(new CustomEvent("tree:opened", { bubbles: true }));
      return this.#drawn;
    }

    #post(data) {
      if (!this.#input.isConnected) return;
      const name = this.#input.name;
      for (const each of new Set(data.keys())) {
        if (each !== name && each.startsWith(`${this.prefix}-`)) data.delete(each);
      }
      data.set(name, posted(this.#drawn.getState(), this.#state)); // in the place where it stood
    }

    setState(state) {
      if (this.#drawn) return this.#drawn.setState(state);
      this.#state = state;
      this.#input.value = posted(state, state);
      return undefined;
    }

    setError(error) {
      if (error) this.draw().setError(error);
    }

    getState() {
      return this.#drawn ? this.#drawn.getState() : structuredClone(this.#state);
    }

    getValue() {
      return this.#drawn ? this.#drawn.getValue() : structuredClone(this.#state);
    }

    getDuplicatedState() {
      return this.#drawn ? this.#drawn.getDuplicatedState() : duplicated(this.#state);
    }

    getTextLabel({ maxLength } = {}) {
      const { text } = this.getState();
      const words = LANGUAGES.map((language) => text?.[language]?.trim()).find(Boolean) ?? "";
      return maxLength && words.length > maxLength ? `${words.slice(0, maxLength - 1)}…` : words;
    }

    focus(options) {
      if (this.#toggle.getAttribute("aria-expanded") !== "true") this.#toggle.click();
      this.draw().focus(options);
    }
  }

  class FoldedBlockDefinition extends StructBlockDefinition {
    constructor(name, childBlockDefs, meta) {
      super(name, childBlockDefs, meta);
      // Wagtail leaves the label of a child away when it is of the same kind as its parent, so a plain one draws them.
      this.whole = new StructBlockDefinition(name, childBlockDefs, meta);
      this.whole.collapsible = false; // the panel of the stream is the one that opens and closes
    }

    render(placeholder, prefix, initialState, initialError) {
      const block = new FoldedBlock(this, placeholder, prefix, initialState ?? {});
      block.setError(initialError);
      return block;
    }
  }

  /* As JSON: what stands there now, in which whatever is the same as before is exactly as before. A browser gives back
     lines with other ends than it was given, "" for nothing, and records with more or fewer words beside their key. */
  function posted(now, was) {
    return JSON.stringify(kept(now, was));
  }

  function kept(now, was) {
    if (typeof now === "string" || now == null) {
      const isSame = (was == null || typeof was === "string") && plain(now) === plain(was);
      return isSame ? was ?? null : now ?? null;
    }
    if (Array.isArray(now)) {
      const before = Array.isArray(was) ? was : [];
      return now.map((item, place) =>
        kept(item, item?.id ? before.find((other) => other?.id === item.id) : before[place]));
    }
    if (typeof now !== "object") return now;
    if (!("value" in now) && now.id !== undefined && String(now.id) === String(was?.id)) return was; // a record
    const names = new Set([...Object.keys(was ?? {}), ...Object.keys(now)]);
    return Object.fromEntries([...names].filter((name) => name in now).map((name) => [name, kept(now[name], was?.[name])]));
  }

  function plain(words) {
    return (words ?? "").replace(/\r\n?/g, "\n");
  }

  /* A copy whose list items have ids of their own, as Wagtail makes it from drawn fields. */
  function duplicated(state) {
    if (Array.isArray(state)) {
      return state.map((item) =>
        item && typeof item === "object" && "value" in item
          ? { ...item, id: crypto.randomUUID(), value: duplicated(item.value) } : item);
    }
    if (!state || typeof state !== "object") return state;
    return Object.fromEntries(Object.entries(state).map(([name, value]) => [name, duplicated(value)]));
  }

  window.telepath.register("advice.FoldedBlock", FoldedBlockDefinition);
})();
