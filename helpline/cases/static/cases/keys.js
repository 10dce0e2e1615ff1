// Keys on the pages of cases: "/" goes to the search, "n" opens a new case or goes to the note. Never while typing.

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  if (event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]")) return;
  const place =
    event.key === "/"
      ? document.querySelector("#cs-text")
      : event.key === "n"
        ? document.querySelector("[data-key=n], #note-text")
        : null;
  if (!place) return;
  event.preventDefault();
  if (place instanceof HTMLAnchorElement) place.click();
  else place.focus();
});
