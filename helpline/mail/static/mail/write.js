// Writing a letter: solve the puzzle while it is written, say when it grows too long, and send it once.

import { solve } from "../chat/puzzle.js";

const form = document.querySelector("form[data-letter]");

if (form && !document.documentElement.classList.contains("away")) {
  const solved = form.dataset.challenge ? solve(form.dataset.challenge) : null;
  const text = form.elements.letter;
  const room = form.querySelector("[data-room]");
  const longest = Number(form.dataset.longest);

  const tell = () => {
    const over = text.value.length - longest;
    room.hidden = over <= 0;
    if (over > 0) room.textContent = room.dataset.over.replace("{n}", String(over));
  };
  text.addEventListener("input", tell);
  tell();

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    if (button.disabled) return;
    button.disabled = true;
    if (solved) {
      form.elements.proof.value = await solved;
      form.elements.scripted.value = "1";
    }
    form.submit();
  });
  // a page that comes back from memory can be used again, with what stands in it
  addEventListener("pageshow", (event) => {
    if (event.persisted) form.querySelector("button[type=submit]").disabled = false;
  });
}
