// The door: solve the puzzle while the visitor reads, then let the form go its ordinary way.

import { solve } from "./puzzle.js";

const form = document.querySelector("form.door-form");

if (form && !document.documentElement.classList.contains("away")) {
  const solved = solve(form.dataset.challenge);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    if (button.disabled) return;
    button.disabled = true;
    form.querySelector("[data-idle]").hidden = true;
    form.querySelector("[data-busy]").hidden = false;
    const says = form.querySelector("[role=status]");
    says.textContent = says.dataset.says;
    form.elements.proof.value = await solved;
    form.elements.scripted.value = "1";
    form.submit();
  });
  // a page that comes back from memory can be used again
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
