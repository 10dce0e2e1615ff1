// The answer: a template begins it or goes in where the cursor stands, and it is sent once, with a key, too.

const form = document.querySelector("form[data-answer]");

if (form) {
  const text = form.elements.text;
  const menu = form.querySelector("[data-templates]");
  const room = form.querySelector("[data-room]");
  const longest = Number(form.dataset.longest);

  if (menu) {
    menu.closest("[hidden]").hidden = false;
    menu.addEventListener("change", () => {
      const chosen = menu.selectedOptions[0]?.dataset.text;
      if (!chosen) return;
      text.setRangeText(chosen, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
      menu.selectedIndex = 0;
      text.focus();
    });
  }
  const tell = () => {
    const over = text.value.length - longest;
    room.hidden = over <= 0;
    if (over > 0) room.textContent = room.dataset.over.replace("{n}", String(over));
  };
  text.addEventListener("input", tell);
  tell();
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[type=submit]"));
    }
  });
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
  });
  addEventListener("pageshow", () => delete form.dataset.sent);
}
