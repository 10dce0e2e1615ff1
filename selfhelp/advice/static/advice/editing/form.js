/* The form of a tree: numbers on the blocks, targets chosen from what stands here, long forms that stay short, and
   findings beside what they are about. Without it the form still saves; targets are ids then. */

import { Checks } from "./checks.js";
import { Nodes } from "./nodes.js";
import { TargetField, element } from "./targets.js";

const OPEN_AT_FIRST = 4; // a form with more blocks starts closed
const OPEN_TOGETHER = 20; // a drawn block is a thousand elements and more

const tools = document.querySelector("[data-tree-tools]");
const words = JSON.parse(document.getElementById("tree-words").textContent);

/* Wagtail renders the stream when its own scripts are ready, and leaves it on its element. The event by which it says
   so is sent from an element that is not in the page any more, so it cannot be heard. */
function whenReady(then) {
  const stream = document.getElementById(`${tools.dataset.treeTools}-root`)?.rootBlock;
  if (stream) then(stream);
  else requestAnimationFrame(() => whenReady(then));
}

if (tools) whenReady(start);

function start(stream) {
  const nodes = new Nodes(stream);
  const fields = new Map();
  const root = stream.element;
  root.classList.add("tree-form");
  let waits = false;

  const look = () => {
    waits = false;
    nodes.read();
    const led = new Map();
    for (const { node, value, input } of nodes.targets()) {
      if (input) {
        if (!fields.has(input)) fields.set(input, new TargetField(input, nodes, words, go));
        fields.get(input).refresh();
      }
      if (value) led.set(value, new Set([...(led.get(value) ?? []), node.number]));
    }
    for (const input of fields.keys()) if (!input.isConnected) fields.delete(input);
    for (const node of nodes.all) number(node, led.get(node.id));
    nameAnswers(root, nodes);
    fold();
  };
  const later = () => {
    if (!waits) requestAnimationFrame(look);
    waits = true;
  };
  for (const name of ["input", "change"]) root.addEventListener(name, later);
  new MutationObserver((changes) => {
    if (changes.some((change) => !(change.target instanceof Element) || !change.target.closest(".tree-target, [data-panel-heading]"))) later();
  }).observe(root, { childList: true, subtree: true });

  /* Opens a block and puts the cursor in its first field. */
  function go(id, { focus = true } = {}) {
    const node = nodes.byId.get(id);
    if (!node) return false;
    showTab(node.element);
    open(node, true);
    node.element.scrollIntoView({ block: "start" });
    if (focus) node.element.querySelector("textarea, input[type=text]")?.focus({ preventScroll: true });
    return true;
  }

  const commented = withComments();
  for (const node of nodes.all) {
    if (commented.has(node.id)) node.child.block.draw(); // a comment is shown beside its field
    // Wagtail opens a block for what is wrong in a field, and not for what is wrong with the block as a whole
    const isWrong = node.element.querySelector(".w-field--error, .error-message, .help-critical") !== null;
    open(node, isWrong || nodes.all.length <= OPEN_AT_FIRST);
  }
  look();
  const checks = new Checks({ form: root.closest("form"), nodes, words, go });
  root.addEventListener("tree:opened", () => {
    look();
    checks.show({ aloud: false });
  });
  toolbar({ nodes, go, root });
  follow(go);
  checks.start();
}

/* The ids of the blocks that comments are about. */
function withComments() {
  const data = JSON.parse(document.getElementById("comments-data")?.textContent ?? "{}");
  return new Set((data.comments ?? []).map((comment) => comment.contentpath.split(".")[1]));
}

function number(node, led) {
  const heading = node.element.querySelector(":scope > section > .w-panel__header [data-panel-heading]")
    ?? node.element.querySelector("[data-panel-heading]");
  if (!heading) return;
  let badge = heading.querySelector(".tree-number-badge");
  if (!badge) {
    badge = element("span", { class: "tree-number-badge" });
    heading.prepend(badge);
  }
  const text = String(node.number);
  if (badge.textContent !== text) badge.textContent = text;
  let from = heading.querySelector(".tree-from");
  if (!from) {
    from = element("span", { class: "tree-from" });
    heading.append(from);
  }
  const came = led ? `${words.from} ${[...led].join(", ")}` : "";
  if (from.textContent !== came) from.textContent = came;
  const name = heading.querySelector("[data-panel-heading-text]");
  if (name && node.title && name.textContent !== node.title) name.textContent = node.title;
}

/* Each answer says in its head what it is and where it leads, so that a closed one can be read. */
function nameAnswers(root, nodes) {
  for (const label of root.querySelectorAll('[name$="-value-label-nl"]')) {
    const prefix = label.name.slice(0, -"-value-label-nl".length);
    const answer = label.closest("[data-streamfield-child]");
    const heading = answer?.querySelector("[data-panel-heading-text]");
    if (!heading) continue;
    const words = label.value.trim() || root.querySelector(`[name="${CSS.escape(prefix)}-value-label-en"]`)?.value.trim();
    const target = nodes.byId.get(root.querySelector(`[name="${CSS.escape(prefix)}-value-target"]`)?.value);
    const text = `${words ?? ""}${target ? ` → ${target.number}` : ""}`;
    if (heading.textContent !== text) heading.textContent = text;
  }
}

function toggleOf(node) {
  return node.element.querySelector(":scope > section [data-panel-toggle]");
}

function isOpen(node) {
  return toggleOf(node).getAttribute("aria-expanded") === "true";
}

function open(node, wanted) {
  if (isOpen(node) !== wanted) toggleOf(node).click();
}

/* One block a frame, so that the page answers meanwhile. */
function together([node, ...rest]) {
  if (!node) return;
  open(node, true);
  requestAnimationFrame(() => together(rest));
}

function showTab(place) {
  const panel = place.closest("[role=tabpanel]");
  if (panel?.hidden) document.querySelector(`[role=tab][href="#${CSS.escape(panel.id)}"]`)?.click();
}

/* Easy versions that hold no words stay away until they are asked for. */
function fold() {
  for (const place of document.querySelectorAll(".tree-form [data-contentpath^=easy_]")) {
    const isUsed = Boolean(place.querySelector("input, textarea")?.value);
    if (place.classList.contains("is-used") !== isUsed) place.classList.toggle("is-used", isUsed);
  }
}

/* Adds an answer to a question, at the end, and puts the cursor in it. */
function answer(node) {
  if (node?.kind !== "question") return;
  open(node, true);
  const answers = node.child.block.childBlocks.options;
  const state = structuredClone(answers.blockDef.initialChildState);
  const made = answers.insert(state, answers.children.length, { id: crypto.randomUUID() });
  made.element.querySelector("textarea, input[type=text]")?.focus();
}

function toolbar({ nodes, go, root }) {
  tools.hidden = false;
  const jump = tools.querySelector("[data-tree-jump]");
  jump.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const typed = jump.value.trim().toLowerCase();
    const node = /^\d+$/.test(typed) ? nodes.all[Number(typed) - 1]
      : typed && nodes.all.find((each) => each.title.toLowerCase().includes(typed));
    jump.setAttribute("aria-invalid", String(!node));
    if (node) {
      jump.value = "";
      go(node.id);
    }
  });
  tools.querySelector("[data-tree-new]").addEventListener("click", (event) => {
    go(nodes.add(event.currentTarget.dataset.treeNew, "", nodes.all.at(-1)));
  });
  const easy = tools.querySelector("[data-tree-easy]");
  easy.addEventListener("click", () => {
    const shown = root.classList.toggle("shows-easy");
    easy.setAttribute("aria-pressed", String(shown));
  });
  const more = tools.querySelector("[data-tree-open]");
  if (nodes.all.length > OPEN_TOGETHER) more.textContent = words.open_some.replace("{count}", OPEN_TOGETHER);
  more.addEventListener("click", () => {
    together(nodes.all.filter((node) => !isOpen(node)).slice(0, OPEN_TOGETHER));
  });
  tools.querySelector("[data-tree-close]").addEventListener("click", () => {
    for (const node of nodes.all) open(node, false);
  });
  const keys = {
    j: () => { showTab(tools); jump.focus(); },
    a: () => answer(nodes.around(document.activeElement)),
  };
  document.addEventListener("keydown", (event) => {
    const act = event.altKey && !event.ctrlKey && !event.metaKey && keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/* Links of the picture, the list and the findings lead to blocks: #node-... */
function follow(go) {
  const lead = () => {
    const id = /^#node-(.+)$/.exec(decodeURIComponent(location.hash))?.[1];
    return id ? go(id) : false;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#node-']");
    if (!link || event.ctrlKey || event.metaKey) return;
    if (go(decodeURIComponent(link.getAttribute("href").slice(6)))) event.preventDefault();
  });
  addEventListener("hashchange", lead);
  lead();
}
