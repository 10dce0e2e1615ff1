// A button that prints; without a script there is none, and the browser's own menu does it.
const button = document.querySelector("[data-print]");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
