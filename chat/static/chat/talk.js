// The visitor's live page: connects the line with what is on the screen. It never sounds, vibrates, notifies or
// changes the title, and keeps nothing in the browser: what is not sent yet lives in this page only.

import { Coming } from "./coming.js";
import { Dialogs } from "./dialogs.js";
import { Line } from "./line.js";
import { LogView } from "./log_view.js";

const SETTLE_MS = 600;
const TYPING_ENDS_MS = 6000;
const HICCUP_MS = 1500;
// how long "end this chat" waits for what was written and not sent yet
const LAST_WORDS_MS = 4000;
const HICCUPS = new Set(["connecting", "moving", "broken"]);
const find = (id) => document.getElementById(id);
const root = find("talk");

if (root && !document.documentElement.classList.contains("away")) start();

function start() {
  const texts = JSON.parse(find("talk-texts").textContent);
  const compose = find("compose");
  const message = find("message");
  const [bar, wait, waitPlace, waitTime, elsewhere, endedCard] = [
    "line",
    "wait",
    "wait-place",
    "wait-time",
    "elsewhere",
    "ended",
  ].map(find);
  const typing = find("typing").firstElementChild;
  const csrf = compose.elements.csrfmiddlewaretoken.value;
  const secure = location.protocol === "https:" ? "wss:" : "ws:";
  const line = new Line({
    socketUrl: `${secure}//${location.host}${root.dataset.socket}`,
    roadUrl: root.dataset.road,
    csrf,
  });
  const view = new LogView({
    log: find("log"),
    scroll: find("scroll"),
    newer: find("new"),
    texts,
    icons: find("icons"),
    panel: find("danger-panel"),
    language: root.dataset.language,
  });
  const coming = new Coming(find("coming"), Number(root.dataset.look) * 1000);
  let received = 0;
  let state = "";
  let place = 0;
  let further = false;
  let settled = null;
  let barTimer = 0;
  let typingTimer = 0;

  // --- what arrives ---

  line.addEventListener("entry", ({ detail: entry }) => {
    received = Math.max(received, entry.seq);
    const shown = describe(entry, texts, root.dataset.language);
    if (shown) view.entry(entry, shown);
    if (entry.from !== "visitor" && !entry.mine) typing.hidden = true;
    coming.entry(entry);
    tellSeen();
    if (settled === null || !settled.done) {
      clearTimeout(settled?.timer);
      settled = { done: false, timer: setTimeout(goLive, SETTLE_MS) };
    }
  });

  function goLive() {
    settled = { done: true };
    view.goLive();
    view.toEnd();
  }

  line.addEventListener("reset", () => {
    received = 0;
    coming.stop();
    view.clear();
  });

  line.addEventListener("outbox", ({ detail }) => {
    if (detail.status === "received") {
      view.mark(detail.cid, "received");
    } else if (detail.status === "refused") {
      view.mark(detail.cid, "refused", texts.refused[detail.why] ?? texts.refused.other);
      if (detail.body && message.value === "") message.value = detail.body;
    } else if (detail.why === "storage") {
      view.mark(detail.cid, "waiting", texts.refused.storage);
    } else if (detail.why) {
      view.mark(detail.cid, "waiting");
    }
  });

  line.addEventListener("seen", ({ detail }) => {
    if (detail.by !== "visitor") view.read(detail.read);
  });

  line.addEventListener("typing", ({ detail }) => {
    typing.hidden = !detail.on;
    clearTimeout(typingTimer);
    typingTimer = setTimeout(() => {
      typing.hidden = true;
    }, TYPING_ENDS_MS);
    if (detail.on && view.isAtEnd()) view.toEnd();
  });

  line.addEventListener("state", ({ detail }) => {
    state = detail.state;
    const waiting = state === "waiting";
    wait.hidden = !waiting;
    if (waiting) {
      const now = detail.place ?? 0;
      // a number that grows needs a reason: who comes back has the original place
      if (now !== place) further = place > 0 && now > place;
      place = now;
      setText(waitPlace, placeWords(place, texts) + (further ? ` ${texts.place.further}` : ""));
      setText(waitTime, waitWords(detail.wait, texts));
    } else place = 0;
    if (state !== "talking") coming.stop();
    if (state === "ended") ended();
  });

  line.addEventListener("connection", ({ detail: { status } }) => {
    const told = texts.connection[status];
    clearTimeout(barTimer);
    if (!told) {
      bar.hidden = true;
    } else {
      // a short hiccup is nobody's business: say it when it lasts
      barTimer = setTimeout(
        () => {
          bar.querySelector("span").textContent = told;
          bar.hidden = false;
          if (status === "signed-out" || status === "not-yours") closed();
        },
        HICCUPS.has(status) ? HICCUP_MS : 0,
      );
    }
    elsewhere.hidden = status !== "elsewhere";
    compose.hidden = status === "elsewhere" || status === "signed-out" || status === "not-yours" || state === "ended";
    if (status === "elsewhere") view.toEnd();
  });

  function closed() {
    if (bar.querySelector("a")) return;
    const link = document.createElement("a");
    link.href = root.dataset.door;
    link.textContent = texts.connection.reload;
    bar.append(" ", link);
  }

  function ended() {
    compose.hidden = true;
    endedCard.hidden = false;
    typing.hidden = true;
    line.stop("ended");
    const { items, inFlight } = line.outbox;
    for (const { cid } of items) if (cid !== inFlight) view.mark(cid, "refused", texts.refused.ended);
    view.toEnd();
  }

  // --- what is written ---

  compose.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = message.value.trim();
    if (body) {
      message.value = "";
      view.pending(line.send(body), body);
    }
    message.focus();
  });

  // on a keyboard Enter sends; on a phone it makes a new line and the button sends
  const withKeyboard = matchMedia("(hover: hover) and (pointer: fine)");
  compose.querySelector("[data-fine]").hidden = !withKeyboard.matches;
  message.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !withKeyboard.matches) return;
    event.preventDefault();
    compose.requestSubmit();
  });
  message.addEventListener("input", () => line.typing(message.value.trim() !== ""));

  // --- how far it was read ---

  function tellSeen() {
    if (received > 0) line.seen(received, document.visibilityState === "visible" ? received : 0);
  }
  document.addEventListener("visibilitychange", tellSeen);

  // --- the menu and its dialogs ---

  const menu = document.querySelector(".menu");
  const dialogs = new Dialogs({
    behind: [root, menu, document.querySelector(".skip")],
    back: menu.querySelector("summary"),
  });
  for (const link of document.querySelectorAll("[data-dialog]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      menu.open = false;
      dialogs.open(find(`dialog-${link.dataset.dialog}`));
    });
  }
  for (const button of document.querySelectorAll("[data-close]")) {
    button.addEventListener("click", () => dialogs.close());
  }
  find("dialog-delete").querySelector("form").addEventListener("submit", () => line.forget());
  // what was written before "end this chat" still belongs to it
  find("dialog-end").querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    for (const button of form.elements) button.disabled = button.type === "submit";
    await Promise.race([line.handOver(), new Promise((done) => setTimeout(done, LAST_WORDS_MS))]);
    line.forget();
    form.submit();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  const codeWords = (code) => {
    const shown = document.createElement("strong");
    shown.className = "code-words";
    shown.textContent = code;
    return shown;
  };

  const codeForm = find("code-form");
  codeForm.addEventListener("submit", async (event) => {
    event.preventDefault();
    const words = find("code-words");
    const button = codeForm.querySelector("[type=submit]");
    button.disabled = true;
    try {
      const answer = await fetch(codeForm.action, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": csrf },
        cache: "no-store",
      });
      if (!answer.ok) throw new Error("no code");
      const { code, others } = await answer.json();
      words.replaceChildren(texts.code.made, codeWords(code), ...others.flatMap(([how, other]) => [how, codeWords(other)]));
      button.hidden = true;
    } catch {
      words.textContent = texts.code.failed;
      button.disabled = false;
    }
  });
  // shown once: when the dialog closes, the words are gone from the page too
  find("dialog-code").addEventListener("close", () => {
    const button = codeForm.querySelector("[type=submit]");
    find("code-words").replaceChildren();
    button.hidden = false;
    button.disabled = false;
  });

  find("use-here").addEventListener("click", () => line.start());
  // who leaves now sends nothing any more, also when the exit's own script did not come
  document.querySelector("[data-leave]").addEventListener("submit", () => line.forget());
  addEventListener("leaving", () => {
    line.forget();
    view.clear();
    message.value = "";
  });
  // a page that is left goes without a word, and a phone ends a hidden one: what was sent must not end with it
  addEventListener("pagehide", () => {
    line.handOver();
    line.tellSeenLast();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") line.handOver();
  });
  // words that cannot be handed over are lost when the page goes: the browser asks first
  addEventListener("beforeunload", (event) => {
    const { items } = line.outbox;
    const stuck = items.length > 0 && (navigator.onLine === false || items.length > line.outbox.rest().length);
    const unsent = message.value.trim() !== "" || stuck;
    if (unsent && !document.documentElement.classList.contains("away") && !line.stopped) event.preventDefault();
  });

  line.start();
  if (withKeyboard.matches) message.focus();
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** On which side an entry stands and what it says; null for what visitors do not see. */
function describe(entry, texts, language) {
  if (entry.kind === "notice") {
    const text = noticeWords(JSON.parse(entry.body), texts, language);
    return text ? { side: "notice", text } : null;
  }
  const own = entry.mine || entry.from === "visitor";
  return { side: own ? "own" : "theirs", text: entry.body };
}

function noticeWords(notice, texts, language) {
  if (notice.code === "last_entry") {
    const clock = new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "2-digit", timeZone: "Europe/Amsterdam" });
    const time = clock.format(new Date(notice.closes_at));
    return texts.last_entry.replace("{time}", language === "nl" ? time.replace(":", ".") : time);
  }
  if (notice.code === "transferred" && texts.moved[notice.programme]) return texts.moved[notice.programme];
  if (notice.code === "assigned" && notice.again) return texts.notices.assigned_again;
  return texts.notices[notice.code];
}

function placeWords(place, texts) {
  if (place <= 0) return texts.place.soon;
  return place === 1 ? texts.place.next : texts.place.number.replace("{place}", place);
}

function waitWords(minutes, texts) {
  if (minutes === null || minutes === undefined) return texts.wait.unknown;
  if (minutes === 0) return texts.wait.now;
  return minutes === 1 ? texts.wait.one : texts.wait.many.replace("{minutes}", minutes);
}
