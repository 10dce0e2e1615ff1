// The desk: puts the parts together. The board says what there is; this module keeps the conversations that are open.

import { Alert } from "./alert.js";
import * as dialogs from "./dialogs.js";
import { read, say } from "./dom.js";
import { KeyChoice, listen } from "./keys.js";
import { Live } from "./live.js";
import { post, Refused } from "./net.js";
import { Phone } from "./phone.js";
import * as registration from "./registration.js";
import { Side } from "./side.js";
import { Talk } from "./talk.js";
import * as team from "./team.js";

const addresses = read("desk-addresses");
const root = document.getElementById("desk");
const place = document.getElementById("talks");
const toast = document.getElementById("toast");
const talks = new Map();
const extra = new Map();
const alert = new Alert();
const live = new Live(addresses);
let board = read("desk-board");
const choice = new KeyChoice(board.me.id);
let current = null;
let offset = 0;
let ofCall = null; // the address of a call's registration, while that one stands beside
const phone = board.phone
  ? new Phone(addresses.phone, {
      post: (path, body, how) => post(addresses.phone.act + path, body, how),
      refresh: () => live.refresh(),
      tell,
      register: registerCall,
      handedOver: forgetCall,
    })
  : null;

const side = new Side({
  available: (programme) => {
    const presence = find(programme);
    act("presence", { programme, available: !(presence.available && !presence.on_break), capacity: presence.capacity });
  },
  capacity: (programme, step) => {
    const presence = find(programme);
    const capacity = Math.min(board.me.most, Math.max(1, presence.capacity + step));
    act("presence", { programme, available: presence.available, capacity });
  },
  next: (programme) => act("next", { programme }, (answer) => open(answer.conversation)),
  pick: (id) => act(`pick/${id}`, {}, () => open(id)),
  open,
  peek: (id) => peek(id),
  readAlong: (id) => act(`read-along/${id}`, {}, () => peek(id)),
  accept: (transfer, id) => act(`accept/${transfer}`, {}, () => open(id)),
  decline: (transfer) => act(`decline/${transfer}`),
  takeBack: (transfer, id) => act(`take-back/${transfer}`, {}, () => open(id)),
  register: (contact) => showRegistration(contact),
  team: (part, link) => team.toggle(part, link),
  overload: async (programme, on) => {
    if (!on || (await dialogs.askOverload())) act("overload", { programme, on });
  },
});

const doing = {
  transfer: (talk) =>
    dialogs.askTransfer(talk.row, board.team, board.programmes, async (choice) => {
      await post(`${addresses.act}offer/${talk.id}`, choice);
      await live.refresh();
    }),
  panel: async (talk) => {
    if (await dialogs.askPanel()) act(`panel/${talk.id}`, { cid: crypto.randomUUID() }, () => tell(say("panel_sent")));
  },
  meldcode: () => dialogs.showMeldcode(),
  whisper: (talk) => {
    talk.whisper();
    talk.write();
  },
  "take-over": (talk) => act(`take-over/${talk.id}`, {}, () => open(talk.id)),
  end: async (talk) => {
    const how = await dialogs.askEnd(talk.row);
    if (how) act(`end/${talk.id}`, { kind: how === "end" ? "" : how }, () => talk.row.registration && registration.focus());
    else talk.write();
  },
  shut: (talk) => shut(talk),
};

function find(programme) {
  return board.me.presences.find((presence) => presence.programme === programme);
}

/** Ask the server to do something, then show the board as it is now. A refusal is told in words. */
async function act(path, body = {}, done = () => {}) {
  try {
    const answer = await post(addresses.act + path, body);
    await live.refresh();
    done(answer);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tell(say(`why_${error.why}`));
    live.refresh();
  }
}

function tell(text) {
  toast.textContent = text;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => (toast.textContent = ""), 6000);
}

function rowOf(id) {
  return board.mine.find((row) => row.id === id) ?? board.others.find((row) => row.id === id) ?? null;
}

function make(row) {
  const fill = (address) => address.replace("{id}", row.id);
  const talk = new Talk(row, { socket: fill(addresses.talkSocket), road: fill(addresses.talkRoad) }, root.dataset.csrf);
  talk.addEventListener("do", (event) => doing[event.detail]?.(talk));
  talk.addEventListener("chosen", () => choose(talk));
  talk.addEventListener("news", () => side.show(board, talks, offset));
  talk.addEventListener("state", () => live.refresh());
  talks.set(row.id, talk);
  place.append(talk.node);
  return talk;
}

/** Open one of your own chats: the alert for it ends, and its registration stands beside it. */
function open(id) {
  const row = rowOf(id);
  if (!row) return;
  const talk = talks.get(id) ?? make(row);
  choose(talk);
  talk.write();
}

/** Look at a chat that is not yours: one that is offered, or one you read along with. */
function peek(id) {
  extra.set(id, true);
  const row = rowOf(id);
  if (row) open(id);
  else live.refresh().then(() => open(id));
}

function shut(talk) {
  extra.delete(talk.id);
  if (talk.row.is_mine && talk.row.state !== "ended") return;
  talks.delete(talk.id);
  talk.stop();
  if (current === talk.id) {
    current = null;
    if (!ofCall) registration.forget();
  }
  show(board);
}

function choose(talk) {
  if (current !== talk.id) {
    current = talk.id;
    for (const each of talks.values()) each.node.classList.toggle("is-current", each === talk);
    side.show(board, talks, offset);
    nothingOpen();
  }
  beside(talk);
  talk.look();
  if (talk.row.is_mine && !talk.row.opened && talk.row.state !== "ended") {
    talk.row.opened = true;
    act(`open/${talk.id}`);
  }
}

/** The registration of the chat in front; also when it becomes yours only while you look at it. */
function beside(talk) {
  ofCall = null;
  if (talk.row.registration) registration.show(talk.row.registration);
  else registration.forget();
}

function showRegistration(contact) {
  const row = board.unfinished.find((each) => each.id === contact);
  current = null;
  ofCall = null;
  for (const each of talks.values()) each.node.classList.remove("is-current");
  nothingOpen();
  if (row) registration.show(row.registration).then(() => registration.focus());
}

/** The registration of a call. It comes by itself when the call connects, unless somebody types in another one. */
function registerCall(address, asked) {
  if (!asked && document.getElementById("registration").contains(document.activeElement)) return;
  ofCall = address;
  registration.show(address).then(() => asked && registration.focus());
}

function forgetCall() {
  if (!ofCall) return;
  ofCall = null;
  registration.forget();
  if (talks.has(current)) beside(talks.get(current));
}

function show(news) {
  board = news;
  offset = new Date(board.now).getTime() - Date.now();
  // what a lead took over is both mine and one of the others: it stands once, with the key of the list
  const others = board.others.filter((row) => extra.has(row.id) && !board.mine.some((own) => own.id === row.id));
  const rows = [...board.mine, ...others];
  rows.forEach((row, at) => {
    const talk = talks.get(row.id) ?? make(row);
    talk.update(row, { key: row.is_mine && at < 9 ? String(at + 1) : "", offset });
  });
  for (const [id, talk] of talks) {
    if (!rows.some((row) => row.id === id)) {
      talks.delete(id);
      talk.stop();
      if (current === id) {
        current = null;
        if (!ofCall) registration.forget();
      }
    }
  }
  if (talks.has(current) && !ofCall) beside(talks.get(current));
  place.dataset.count = String(Math.min(4, talks.size));
  nothingOpen();
  side.show(board, talks, offset);
  phone?.show(board, offset);
  const given = board.mine.filter((row) => row.state !== "ended" && !row.opened).map((row) => row.id);
  alert.show([...given, ...(phone?.calling() ?? [])]);
}

/** What stands in the middle while no chat is open there. */
function nothingOpen() {
  const none = document.getElementById("talks-none");
  none.hidden = talks.has(current);
  const first = board.mine.findIndex((row) => !row.opened && row.state !== "ended");
  const key = first < 0 ? 0 : first;
  none.querySelector(".quiet").textContent = board.mine.length > 0 ? say("press_key", { key: choice.name(key + 1) }) : howTheyCome();
}

/** How a visitor comes to this desk, as things stand with the one who sits there. */
function howTheyCome() {
  const said = board.me.presences.filter((presence) => presence.available);
  if (said.some((presence) => !presence.on_break)) return say("none_open_available");
  return say(said.length > 0 ? "none_open_break" : "none_open");
}

function step(by) {
  const ids = [...talks.keys()];
  if (ids.length > 0) open(ids[(ids.indexOf(current) + by + ids.length) % ids.length]);
}

/** A key does what the button of the open chat does, and nothing when that button is not there. */
const withCurrent = (name) => () => {
  const button = talks.get(current)?.node.querySelector(`[data-do="${name}"]`);
  if (button && !button.hidden) button.click();
};
const pressed = {
  n: () => document.querySelector("#take-next button")?.click(),
  j: () => step(1),
  k: () => step(-1),
  i: () => talks.get(current)?.write(),
  r: () => registration.focus(),
  l: () => document.querySelector("#mine button, #waiting button, #presence button")?.focus(),
  a: () => board.me.presences.forEach((presence) => side.acts.available(presence.programme)),
  b: () => act("break", { on: !board.me.presences.some((presence) => presence.on_break) }),
  t: withCurrent("transfer"),
  p: withCurrent("panel"),
  m: () => dialogs.showMeldcode(),
  w: withCurrent("whisper"),
  e: withCurrent("end"),
  v: withCurrent("take-over"),
  x: withCurrent("shut"),
  o: () => board.offers[0] && peek(board.offers[0].conversation),
  y: () => (board.offers[0] ? side.acts.accept(board.offers[0].id, board.offers[0].conversation) : phone?.accept()),
  d: () => (board.offers[0] ? board.offers[0].may_decline && side.acts.decline(board.offers[0].id) : phone?.decline()),
  u: () => {
    const back = board.returns[0] ?? board.mine.find((row) => row.id === current && row.can_take_back);
    if (back) side.acts.takeBack(back.can_take_back, back.id);
  },
  h: () => document.querySelector("#shift button")?.focus(),
  s: () => dialogs.showAlert(alert),
  c: () => phone?.takeOrGo(),
  z: () => phone?.press("mute"),
  q: () => phone?.press("hold"),
  g: () => phone?.press("hang-up"),
  f: () => phone?.toggle(),
  "+": () => board.me.presences.forEach((presence) => side.acts.capacity(presence.programme, 1)),
  "-": () => board.me.presences.forEach((presence) => side.acts.capacity(presence.programme, -1)),
  "?": () => showKeys(),
  number: (n) => board.mine[n - 1] && open(board.mine[n - 1].id),
};
listen(pressed, choice);

function showKeys() {
  dialogs.showKeys(choice).then(nothingOpen);
}

document.addEventListener("click", (event) => {
  const asked = event.target.closest("[data-do]")?.dataset.do;
  if (asked === "keys") showKeys();
  else if (asked === "alert-settings") dialogs.showAlert(alert);
  else if (asked === "break") pressed.b();
  else if (asked === "moment") act("break", { on: true, heavy: true });
  else if (asked === "practice") practice();
});

/** The page of the practice visitor opens beside the desk, so that one person can play both parts. */
function practice() {
  const beside = window.open("about:blank", "_blank");
  act("practice", { programme: board.me.presences[0].programme }, (answer) => {
    if (beside) beside.location = answer.url;
    else location.assign(answer.url);
  });
}

document.addEventListener("visibilitychange", () => talks.get(current)?.look());
addEventListener("focus", () => talks.get(current)?.look());
// who looks something up right after reading has read it
addEventListener("pagehide", () => {
  for (const talk of talks.values()) talk.line.tellSeenLast();
});
setInterval(() => {
  side.tick();
  phone?.tick();
  for (const talk of talks.values()) talk.tick();
}, 1000);

// The registration is finished: the desk stays, only that row goes.
document.getElementById("registration").addEventListener("contact-registered", (event) => {
  event.preventDefault();
  ofCall = null;
  registration.forget();
  tell(say("registered"));
  live.refresh();
});

// Typing goes over the socket, which the sign-in's idle limit does not see: tell now and then that somebody is at work.
const AT_WORK_MS = 5 * 60 * 1000;
let toldAt = Date.now();
for (const sign of ["keydown", "pointerdown"]) {
  document.addEventListener(sign, () => {
    if (Date.now() - toldAt < AT_WORK_MS) return;
    toldAt = Date.now();
    post(addresses.here).catch(() => (toldAt = 0));
  });
}

live.addEventListener("board", (event) => show(event.detail));
live.addEventListener("lost", (event) => {
  document.getElementById("line-lost").hidden = !event.detail;
  document.body.classList.toggle("is-lost", event.detail);
});
show(board);
if (board.mine.length > 0 && board.mine.length === board.mine.filter((row) => row.opened).length) open(board.mine[0].id);
live.start();
