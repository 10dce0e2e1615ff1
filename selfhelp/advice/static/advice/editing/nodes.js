/* What stands in the form of a tree now, saved or not. Wagtail's stream of blocks is the truth; this reads it, and adds
   blocks through Wagtail's own insert(), which gives new blocks the ids they keep. */

const LANGUAGES = ["nl", "en"];

export class Nodes {
  constructor(stream) {
    this.stream = stream;
    this.titles = new Map(); // of all that stand or stood here, so that a lost one can be named
    this.read();
  }

  /* Read the blocks anew. Numbers are their places, from 1. */
  read() {
    this.all = this.stream.children.map((child, index) => ({
      id: child.id,
      number: index + 1,
      kind: child.type,
      kindWords: child.blockDef.meta.label,
      title: title(child),
      element: child.element,
      child,
    }));
    this.byId = new Map(this.all.map((node) => [node.id, node]));
    for (const node of this.all) if (node.title) this.titles.set(node.id, node.title);
  }

  /* The block that an element stands in. */
  around(element) {
    return this.all.find((node) => node.element.contains(element));
  }

  /* What each block names as a target, with its field when it was drawn. Deleted answers are left out. */
  *targets() {
    for (const node of this.all) {
      const state = node.child.block.folded;
      if (state) {
        for (const value of [...(state.options ?? []).map((option) => option.value.target), state.target]) {
          if (value) yield { node, value, input: null };
        }
        continue;
      }
      for (const input of node.element.querySelectorAll('input[name$="-target"]')) {
        if (!isDeleted(input, node.element)) yield { node, value: input.value, input };
      }
    }
  }

  /* Add a block right after another and after what that one leads to next, closed, and give back its id. The first
     question of a tree is where walks begin. */
  add(kind, words, after) {
    const led = new Set([...this.targets()].filter((each) => each.node === after).map((each) => each.value));
    let place = after ? after.child.index + 1 : 0;
    while (this.stream.children[place] && led.has(this.stream.children[place].id)) place += 1;
    const value = structuredClone(this.stream.blockDef.initialChildStates[kind]);
    value.text = { ...value.text, [LANGUAGES[0]]: words };
    if (kind === "question" && !this.all.length) value.start = true;
    const id = crypto.randomUUID();
    this.stream.insert({ type: kind, value, id }, place, { collapsed: true });
    this.read();
    return id;
  }
}

function title(child) {
  const state = child.block.folded;
  if (state) return LANGUAGES.map((language) => state.text?.[language]?.trim()).find(Boolean) ?? "";
  for (const language of LANGUAGES) {
    const field = child.element.querySelector(`[name="${CSS.escape(child.prefix)}-value-text-${language}"]`);
    const words = field?.value.trim();
    if (words) return words;
  }
  return "";
}

function isDeleted(input, root) {
  for (let at = input.closest("[data-streamfield-child]"); at && at !== root;
    at = at.parentElement.closest("[data-streamfield-child]")) {
    if (at.querySelector(':scope > input[name$="-deleted"]')?.value === "1") return true;
  }
  return false;
}
