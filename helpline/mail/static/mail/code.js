// Taking the words along: copy them, or print them on a sheet that says nothing else. Both only where they work.

const words = document.querySelector("[data-code]");
const copy = document.querySelector("[data-copy]");
const print = document.querySelector("[data-print]");

if (words && copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    const said = document.querySelector("[data-copied]");
    try {
      await navigator.clipboard.writeText(words.textContent.trim());
      said.textContent = said.dataset.done;
    } catch {
      said.textContent = said.dataset.failed;
    }
  });
}
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
