// What a page of the sites can do beside being read: be read aloud, be printed, and say that the network is gone.
//
// Read aloud uses a voice that lives on the device (localService). A voice from elsewhere would send the text there, so
// without a local one the button stays away.

const button = document.querySelector("[data-read-aloud]");
const print = document.querySelector("[data-print]");
const offline = document.querySelector("[data-offline]");
const PARTS = "h1, h2, h3, p, li, summary";

function voiceFor(language) {
  return speechSynthesis.getVoices().find((voice) => voice.localService === true && voice.lang.slice(0, 2) === language);
}

/** The page's words in reading order, each sentence-sized part once. */
function parts(article) {
  return [...article.querySelectorAll(PARTS)]
    .filter((node) => !node.closest("[data-read-aloud], .page-tools, .search-form, .way-back"))
    .filter((node) => !node.querySelector(PARTS) && node.getClientRects().length > 0)
    .map((node) => node.innerText.trim())
    .filter(Boolean);
}

function prepareReading() {
  const article = document.querySelector("article[lang]");
  const voice = article && voiceFor(article.lang);
  button.hidden = !voice;
}

function readAloud() {
  const label = button.querySelector("span");
  const { stop } = button.dataset;
  if (speechSynthesis.speaking) {
    speechSynthesis.cancel();
    return;
  }
  const article = document.querySelector("article[lang]");
  const voice = voiceFor(article.lang);
  if (!voice) return;
  const words = label.textContent;
  const said = parts(article).map((text) => Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang }));
  const done = () => (label.textContent = words);
  said.at(-1).addEventListener("end", done);
  for (const one of said) one.addEventListener("error", done);
  label.textContent = stop;
  for (const one of said) speechSynthesis.speak(one);
}

if (button && "speechSynthesis" in window) {
  prepareReading();
  speechSynthesis.addEventListener?.("voiceschanged", prepareReading);
  button.addEventListener("click", readAloud);
  // nothing speaks on after somebody left
  addEventListener("leaving", () => speechSynthesis.cancel());
  addEventListener("pagehide", () => speechSynthesis.cancel());
}

if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

if (offline) {
  const tell = () => (offline.hidden = navigator.onLine);
  addEventListener("online", tell);
  addEventListener("offline", tell);
  tell();
  // a link would exchange this page, which can be read, for the browser's page that says nothing can be
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const leads = link && link.protocol.startsWith("http") && link.href.split("#")[0] !== location.href.split("#")[0];
    if (navigator.onLine || !leads) return;
    event.preventDefault();
    tell();
    offline.focus();
  });
}
