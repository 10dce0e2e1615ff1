// Search in the page. What somebody looks for is posted, shown, and kept nowhere: not in an address, not in the
// browser's history, not in its storage. "Back" from a page that was found leads to this page, empty again.
//
// Without this script the form posts to a page of its own, which says what "back" does there.

const form = document.querySelector("form[data-search]");
const answer = document.querySelector("[data-search-answer]");

function copyOf(name) {
  return document.querySelector(`template[data-search-${name}]`).content.cloneNode(true);
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function foundPage({ title, summary, address }) {
  const link = element("a", "found-page", "");
  link.href = address;
  link.append(element("span", "found-name", title), element("span", "found-hint", summary));
  const item = document.createElement("li");
  item.append(link);
  return item;
}

/** The line that says how much was found; it takes the focus, so that it is read and a phone's keyboard goes. */
function countLine(told) {
  const line = element("p", "search-count", "");
  line.tabIndex = -1;
  line.append(element("strong", "", told.count));
  if (told.read_as) line.append(" ", element("span", "quiet", told.read_as));
  return line;
}

function show(told) {
  answer.replaceChildren();
  if (told.in_danger) answer.append(copyOf("danger"));
  if (told.found.length > 0) {
    const list = element("ul", "found", "");
    list.append(...told.found.map(foundPage));
    answer.append(countLine(told), list);
  } else if (!told.in_danger) {
    answer.append(copyOf("nothing"));
  }
  const first = answer.firstElementChild;
  if (first) {
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    form.scrollIntoView({ block: "start" });
  }
}

let asked = 0;

async function search() {
  const number = (asked += 1);
  const body = new URLSearchParams(new FormData(form));
  if (!body.get("q").trim()) {
    answer.replaceChildren();
    return;
  }
  answer.setAttribute("aria-busy", "true");
  let told = null;
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
    });
    if (response.ok) told = await response.json();
  } catch {
    // no network; said below
  }
  if (number !== asked) return; // another word was asked meanwhile
  answer.removeAttribute("aria-busy");
  if (told) show(told);
  else answer.replaceChildren(copyOf("failed"));
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  // posted before this script was there: the page in the history becomes the empty one
  if ("posted" in form.dataset) {
    history.replaceState(null, "", form.dataset.again || location.pathname);
    document.querySelector("[data-search-back]")?.remove();
  }
}
