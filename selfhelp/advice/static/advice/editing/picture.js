/* The picture, larger and smaller, moved by pointer and keys. Without it the picture is shown at its own size and
   scrolls. */

const STEPS = [0.1, 0.15, 0.25, 0.35, 0.5, 0.7, 0.85, 1, 1.25, 1.6, 2];
const LEGIBLE = 0.9; // the words of a row are 11 pixels then; what does not fit is scrolled to
const MOVED = 4; // pixels: less is a click

function start(view) {
  if (view.dataset.treeReady) return;
  view.dataset.treeReady = "yes";
  const frame = view.querySelector("[data-tree-window]");
  const drawing = frame.querySelector("svg");
  const shown = view.querySelector("[data-tree-size]");
  const [width, height] = ["width", "height"].map((name) => Number(drawing.getAttribute(name)));
  let scale = 1;

  /* Zoom, and keep the point under the pointer (or the middle) where it is. */
  function zoom(to, x = frame.clientWidth / 2, y = frame.clientHeight / 2) {
    const [left, top] = [(frame.scrollLeft + x) / scale, (frame.scrollTop + y) / scale];
    scale = Math.min(Math.max(to, STEPS[0]), STEPS.at(-1));
    drawing.setAttribute("width", Math.round(width * scale));
    drawing.setAttribute("height", Math.round(height * scale));
    frame.scrollLeft = left * scale - x;
    frame.scrollTop = top * scale - y;
    shown.textContent = `${Math.round(scale * 100)}%`;
  }
  const larger = (x, y) => zoom(STEPS.find((step) => step > scale + 0.01) ?? scale, x, y);
  const smaller = (x, y) => zoom(STEPS.findLast((step) => step < scale - 0.01) ?? scale, x, y);
  const whole = () => zoom(Math.min(frame.clientWidth / width, frame.clientHeight / height, 1));
  const acts = { larger, smaller, whole, own: () => zoom(1) };

  view.querySelector("[data-tree-zoom]").hidden = false;
  frame.classList.add("is-ready");
  view.addEventListener("click", (event) => {
    const name = event.target.closest("[data-tree-do]")?.dataset.treeDo;
    if (name) acts[name]();
  });
  frame.addEventListener("keydown", (event) => {
    const act = { "+": larger, "=": larger, "-": smaller, 0: whole, 1: acts.own }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return; // without, it scrolls as everywhere
    event.preventDefault();
    const box = frame.getBoundingClientRect();
    (event.deltaY < 0 ? larger : smaller)(event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });

  let held = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch") return; // a finger scrolls by itself
    held = { x: event.clientX, y: event.clientY, left: frame.scrollLeft, top: frame.scrollTop, moved: false };
  });
  addEventListener("pointermove", (event) => {
    if (!held) return;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    if (!held.moved && Math.hypot(dx, dy) < MOVED) return;
    held.moved = true;
    frame.classList.add("is-held");
    frame.scrollLeft = held.left - dx;
    frame.scrollTop = held.top - dy;
  });
  addEventListener("pointerup", () => {
    frame.classList.remove("is-held");
    if (held?.moved) {
      // what was dragged is not a click
      frame.addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); },
        { capture: true, once: true });
      setTimeout(() => frame.dispatchEvent(new Event("tree:let-go")), 0);
    }
    held = null;
  });
  frame.addEventListener("dragstart", (event) => event.preventDefault());

  // the lines from and to a node stand out while it is pointed at or has the focus
  const light = (event) => {
    const id = event.target.closest?.("[data-node]")?.dataset.node;
    for (const line of drawing.querySelectorAll(".tree-line")) {
      line.classList.toggle("is-lit", Boolean(id) && (line.dataset.from === id || line.dataset.to === id));
    }
  };
  for (const name of ["pointerover", "focusin"]) drawing.addEventListener(name, light);
  drawing.addEventListener("pointerleave", light);
  drawing.addEventListener("focusout", light);

  // begin where a walk begins, at a size that can be read
  zoom(Math.max(Math.min(frame.clientWidth / width, 1), LEGIBLE));
  const first = drawing.querySelector(".is-start");
  if (first) {
    const [box, around] = [first.getBoundingClientRect(), frame.getBoundingClientRect()];
    frame.scrollLeft += box.left - around.left - (around.width - box.width) / 2;
  }
}

function startAll() {
  // a view in a tab that is not shown has no size yet
  for (const view of document.querySelectorAll("[data-tree-view]")) {
    new IntersectionObserver((seen, observer) => {
      if (!seen.some((each) => each.isIntersecting)) return;
      observer.disconnect();
      start(view);
    }).observe(view);
  }
}

startAll();
document.addEventListener("tree:drawn", startAll);
