/* Who else has this page open: Wagtail shows a picture without a name to who cannot see it. The name and what they do
   stand in a hint that opens over the picture; the same words name its button. */

const list = document.querySelector("#w-editing-sessions");
if (list) {
  nameAll();
  new MutationObserver(nameAll).observe(list, { childList: true, subtree: true });
}

function nameAll() {
  for (const button of list.querySelectorAll("button.w-editing-sessions__session:not([aria-label])")) {
    // Wagtail takes the hint out of the button as soon as it can be opened
    const hint = button._tippy?.props.content ?? button.querySelector("[data-w-tooltip-target]");
    const words = hint?.textContent?.replace(/\s+/g, " ").trim();
    if (words) button.setAttribute("aria-label", words);
  }
}
