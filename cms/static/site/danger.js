// The way to the panel for immediate danger opens it also in a browser that leaves a folded panel shut by itself.

const NAME = "in-danger";
const inside = document.getElementById(NAME);
const panel = inside?.closest("details");

if (panel) {
  // before the browser goes there: what is folded away has no place on the page to go to
  document.querySelector(`a[href="#${NAME}"]`)?.addEventListener("click", () => {
    panel.open = true;
  });
  if (location.hash === `#${NAME}` && !panel.open) {
    panel.open = true;
    inside.scrollIntoView();
  }
}
