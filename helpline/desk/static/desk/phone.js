// The phone on the desk: who waits on the line, the call at hand, and being there for calls. The board says what there is;
// the softphone connects. Nothing here takes the focus: a call that connects must not tear anybody out of a sentence.

import { Softphone, Unusable } from "../phone/softphone.js";
import { button, caseLink, copy, mark, passed, rows, say } from "./dom.js";
import { Refused } from "./net.js";
import * as dialogs from "./phone-dialogs.js";

const BEAT_MS = 20000;
const BEAT_SOON_MS = 4000;
const HOLD_TRIES = 8;
const HOLD_AGAIN_MS = 700;
const by = (id) => document.getElementById(id);

export class Phone {
  /** acts: post(path, body), refresh(), tell(text), register(address): shows a registration. addresses: of the phone. */
  constructor(addresses, acts) {
    this.addresses = addresses;
    this.acts = acts;
    this.board = null;
    this.offset = 0;
    this.leg = null; // the leg that this page connects, or has connected
    this.held = ""; // "going", "held"
    this.shown = null; // the call whose registration was brought forward
    this.beatAt = 0;
    this.softphone = new Softphone({
      script: addresses.script,
      sound: addresses.silence,
      token: async () => (await acts.post("token", {}, { background: true })).token,
      leaving: say("phone_leaving"),
    });
    this.softphone.addEventListener("status", () => this.#status());
    this.node = by("call");
    this.parts = Object.fromEntries([...this.node.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
    this.node.addEventListener("click", (event) => this.#pressed(event.target.closest("[data-call]")?.dataset.call));
    by("phone-settings").addEventListener("click", () => this.settings());
    by("call-comes-in")?.addEventListener("click", () => this.#callComesIn());
    setInterval(() => this.#beat(), 2500);
  }

  /** Draw what the board says. */
  show(board, offset) {
    const first = this.board === null;
    this.board = board.phone;
    this.offset = offset;
    this.#presence();
    this.#waiting();
    this.#offers();
    this.#call();
    this.#beat();
    // a page that is opened again takes up what was said before; what does not work says so
    if (first && this.#isAvailableHere()) this.#makeReady().catch(() => this.#unavailable());
  }

  tick() {
    for (const cell of document.querySelectorAll("#phone [data-since], #phone-offers [data-since], #call [data-since]")) {
      cell.textContent = passed(cell.dataset.since, this.offset);
    }
  }

  /** Who waits on the line for somebody like me: what the alert repeats until one of us takes them. */
  calling() {
    const { waiting, presences, call, is_busy: isBusy } = this.board;
    if (call || this.leg || isBusy) return [];
    const mine = presences.filter((each) => each.available).map((each) => each.programme);
    return waiting.filter((row) => mine.includes(row.programme)).map((row) => row.id);
  }

  /** What the key does: go on with the call at hand, else take the next. */
  takeOrGo() {
    if (this.board.call) this.node.focus();
    else by("phone-next").querySelector("button")?.click();
  }

  press(name) {
    const asked = this.node.querySelector(`[data-call="${name}"]`);
    if (asked && !asked.hidden && !this.node.hidden) asked.click();
  }

  toggle() {
    for (const presence of this.board.presences) this.#available(presence);
  }

  accept() {
    const offer = this.board.offers[0];
    if (offer) this.#accept(offer);
  }

  decline() {
    const offer = this.board.offers[0];
    if (offer?.may_decline) this.#act(`decline/${offer.id}`);
  }

  async settings() {
    const told = await dialogs.askSettings(this.softphone, this.board.presences[0]);
    if (told) await Promise.all(this.board.presences.filter((each) => each.available).map((each) => this.#sayAvailable(each, true, told)));
    if (told) this.told = told;
  }

  // --- being there ----------------------------------------------------------------------------------------------

  #isAvailableHere() {
    return this.board.presences.some((each) => each.available && each.device === "browser");
  }

  async #available(presence) {
    if (!presence.available && this.#device(presence).device === "browser") {
      try {
        await this.#makeReady();
      } catch {
        return;
      }
    }
    await this.#sayAvailable(presence, !presence.available, this.#device(presence));
  }

  #device(presence) {
    return this.told ?? { device: presence.device, desk_number: presence.desk_number };
  }

  async #sayAvailable({ programme }, available, { device, desk_number: number }) {
    await this.#act("presence", { programme, available, device, desk_number: number });
  }

  async #makeReady() {
    try {
      await this.softphone.ready();
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      this.acts.tell(say(`phone_unusable_${error.message}`));
      throw error;
    }
  }

  async #unavailable() {
    for (const each of this.board.presences.filter((presence) => presence.available)) await this.#sayAvailable(each, false, each);
  }

  /** Prove that this page is there and can be rung, also in the background: timers are slow there, news is not. */
  #beat() {
    if (!this.board) return;
    const isConnected = this.softphone.status === "open" && this.leg !== null;
    // as long as the house does not know which caller it became, it is told more often
    const isKnown = Boolean(this.board.call?.registration);
    const every = isConnected && !isKnown ? BEAT_SOON_MS : BEAT_MS;
    if (Date.now() - this.beatAt < every) return;
    const isThere = this.board.presences.some((each) => each.available && (each.device === "desk_phone" || this.softphone.isReady));
    if (!isThere && !isConnected) return;
    this.beatAt = Date.now();
    this.acts
      .post("beat", { leg: isConnected ? this.leg : "" }, { background: true })
      .then(() => isConnected && !isKnown && this.acts.refresh()) // from now on there is something to register
      .catch(() => (this.beatAt = 0));
  }

  // --- calls ----------------------------------------------------------------------------------------------------

  async #take(programme) {
    if (this.#isBrowser(programme)) {
      try {
        await this.#makeReady();
      } catch {
        return;
      }
    }
    await this.#act("next", { programme }, ({ leg }) => this.#connect(leg, this.#isBrowser(programme)));
  }

  #isBrowser(programme) {
    const presence = this.board.presences.find((each) => each.programme === programme);
    return !presence || this.#device(presence).device === "browser";
  }

  async #accept(offer) {
    try {
      await this.#makeReady();
    } catch {
      return;
    }
    await this.#act(`accept/${offer.id}`, {}, ({ leg }) => this.#connect(leg, true));
  }

  async #connect(leg, here) {
    this.leg = leg;
    this.wasConnected = false;
    if (!here) {
      this.acts.tell(say("phone_rings"));
      return;
    }
    try {
      await this.softphone.connect(leg);
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      this.acts.tell(say(`phone_unusable_${error.message}`));
      await this.#giveUp();
      // ready for the next try, or the heartbeat ends and with it the word that somebody answers here
      this.softphone.ready().catch(() => {});
    }
    this.acts.refresh();
  }

  /** The leg is over for this page. One that never came about is given back, or it would block the next for a minute. */
  async #giveUp() {
    const { leg } = this;
    this.leg = null;
    if (leg && !this.wasConnected) await this.acts.post(`give-up/${leg}`).catch(() => {});
  }

  #status() {
    const { status } = this.softphone;
    if (status === "open") this.beatAt = 0;
    if ((status === "ready" || status === "off") && this.leg) {
      if (!this.wasConnected) this.acts.tell(say("phone_nobody"));
      this.held = "";
      this.#giveUp().then(() => this.acts.refresh());
    }
    if (this.board) {
      this.#call();
      this.#waiting();
      this.#beat();
    }
  }

  #pressed(name) {
    const { call } = this.board;
    if (name === "mute") this.softphone.mute(!this.softphone.isMuted);
    else if (name === "cancel") this.softphone.hangUp();
    else if (!call) return;
    else if (name === "register") this.acts.register(call.registration, true);
    else if (name === "hold") this.#hold(call, !this.held);
    else if (name === "leave") this.#act(`leave/${call.id}`);
    else if (name === "take-back") this.#act(`take-back/${call.offer.id}`);
    else if (name === "drop") this.#act(`drop/${call.outside.leg}`);
    else if (name === "hang-up") dialogs.askHangUp().then((yes) => yes && this.#act(`hang-up/${call.id}`, {}, () => this.softphone.hangUp()));
    else if (name === "hand-over") {
      dialogs.askHandOver(call, this.board.team, (to) => this.acts.post(`offer/${call.id}`, { to_user: to }).then(() => this.acts.refresh()));
    } else if (name === "outside") {
      dialogs.askOutside(call.desks, (desk) => this.acts.post(`outside/${call.id}`, { desk }).then(() => this.acts.refresh()));
    }
  }

  /** On hold nobody hears anybody from the first moment; the provider follows as soon as it has moved the caller. */
  async #hold(call, on) {
    this.held = on ? "going" : "";
    this.softphone.silence(on);
    this.#call();
    for (let times = 0; times < HOLD_TRIES; times += 1) {
      try {
        await this.acts.post(`hold/${call.id}`, { on });
        if (on && this.held) this.held = "held";
        this.#call();
        return;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.why !== "not_yet") {
          this.acts.tell(say(`phone_why_${error.why}`));
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, HOLD_AGAIN_MS));
      }
    }
    // the provider did not follow: the two hear each other again, and the caller was not left in silence
    this.held = "";
    this.softphone.silence(false);
    this.#call();
  }

  async #act(path, body = {}, done = () => {}) {
    try {
      const answer = await this.acts.post(path, body);
      await this.acts.refresh();
      await done(answer);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.acts.tell(say(`phone_why_${error.why}`));
      this.acts.refresh();
    }
  }

  /** The demo: somebody calls. */
  async #callComesIn() {
    await this.#act("simulated/call", { programme: this.board.presences[0].programme }, () => this.acts.tell(say("phone_called")));
  }

  // --- drawing --------------------------------------------------------------------------------------------------

  #presence() {
    rows(
      by("phone-presence"),
      this.board.presences,
      (presence) => presence.programme,
      (presence) => {
        const { node, parts } = copy("t-phone-presence");
        parts.name.textContent = presence.name;
        parts.available.addEventListener("click", () => this.#available(node.presence));
        node.parts = parts;
        return node;
      },
      (node, presence) => {
        node.presence = presence;
        node.parts.available.setAttribute("aria-checked", String(presence.available));
        node.parts.available.setAttribute("aria-label", say("phone_available_for", { programme: presence.name }));
        const how = presence.device === "desk_phone" ? "phone_by_desk_phone" : "phone_by_browser";
        node.parts["available-words"].textContent = say(presence.available ? how : "unavailable");
        this.#today(node.parts, this.board.missed.find((part) => part.programme === presence.programme));
      },
    );
  }

  /** Today's calls, and the missed ones by cause. */
  #today({ sum, causes }, part) {
    sum.textContent = say(part.offered > 0 ? "phone_today" : "phone_today_none", part);
    rows(
      causes,
      part.causes,
      (cause) => cause.code,
      () => copy("t-phone-cause").node,
      (node, cause) => {
        node.firstElementChild.textContent = cause.label;
        node.lastElementChild.textContent = cause.n;
      },
    );
  }

  #waiting() {
    const { waiting, presences } = this.board;
    by("phone-count").textContent = waiting.length;
    by("phone-none").hidden = waiting.length > 0;
    rows(
      by("phone-waiting"),
      waiting,
      (row) => row.id,
      () => {
        const { node, parts } = copy("t-phone-row");
        node.parts = parts;
        return node;
      },
      ({ parts }, row) => {
        parts.name.textContent = row.name;
        parts.place.textContent = row.place;
        parts.marks.replaceChildren(...marksOf(row));
        parts.time.dataset.since = row.since;
      },
    );
    const isFree = !this.board.call && !this.leg && !this.board.is_busy;
    rows(
      by("phone-next"),
      isFree ? presences.filter((presence) => waiting.some((row) => row.programme === presence.programme)) : [],
      (presence) => presence.programme,
      (presence) => button("", "main", () => this.#take(presence.programme)),
      (node, presence) => {
        node.textContent = presences.length > 1 ? say("phone_next_for", { programme: presence.name }) : say("phone_next");
      },
    );
    this.tick();
  }

  #offers() {
    by("phone-offers-block").hidden = this.board.offers.length === 0;
    rows(
      by("phone-offers"),
      this.board.offers,
      (offer) => offer.id,
      (offer) => {
        const { node, parts } = copy("t-phone-row");
        node.classList.add("is-urgent");
        parts.actions.append(button(say("accept"), "main", () => this.#accept(offer)));
        if (offer.may_decline) parts.actions.append(button(say("decline"), "", () => this.#act(`decline/${offer.id}`)));
        node.parts = parts;
        return node;
      },
      ({ parts }, offer) => {
        parts.name.textContent = offer.name;
        parts.time.dataset.since = offer.offered_at;
      },
    );
  }

  #call() {
    const { call } = this.board;
    const { status } = this.softphone;
    this.node.hidden = !call && !this.leg;
    document.body.classList.toggle("has-call", !this.node.hidden);
    if (this.node.hidden) {
      this.shown = null;
      return;
    }
    const { parts } = this;
    const isHere = this.leg !== null;
    if (call) this.wasConnected = true;
    parts.name.textContent = call ? call.name : say("phone_connecting_name");
    parts.place.textContent = call?.place ?? "";
    parts.marks.replaceChildren(...(call?.case ? [caseLink(call.case)] : []), ...(call ? marksOf(call) : []));
    parts.since.hidden = !call;
    if (call) parts.since.dataset.since = call.since;
    parts.status.textContent = this.#statusWords(call, status, isHere);
    this.node.dataset.status = this.held ? "hold" : status;
    const shows = {
      mute: isHere && status === "open" && !this.held,
      hold: Boolean(call?.is_mine) && isHere && status === "open",
      "hand-over": Boolean(call?.is_mine) && !call.offer,
      outside: Boolean(call?.is_mine) && !call.outside && call.desks.length > 0,
      "take-back": Boolean(call?.offer),
      drop: Boolean(call?.outside) && call.is_mine,
      leave: Boolean(call) && !call.is_mine,
      register: Boolean(call?.registration),
      "hang-up": Boolean(call?.is_mine),
      cancel: !call && isHere,
    };
    for (const [name, is] of Object.entries(shows)) this.node.querySelector(`[data-call="${name}"]`).hidden = !is;
    this.#toggle("mute", this.softphone.isMuted, "phone_mute", "phone_muted");
    this.#toggle("hold", this.held !== "", "phone_hold", "phone_held");
    this.#others(call);
    this.tick();
    if (call?.registration && this.shown !== call.id) {
      this.shown = call.id;
      this.acts.register(call.registration, false);
    } else if (call && !call.is_mine && this.shown === call.id) {
      this.shown = null;
      this.acts.handedOver(); // the registration went along with the call
    }
  }

  #toggle(name, on, off_words, on_words) {
    const made = this.node.querySelector(`[data-call="${name}"]`);
    made.setAttribute("aria-pressed", String(on));
    made.querySelector("span").textContent = say(on ? on_words : off_words);
  }

  #statusWords(call, status, isHere) {
    if (status === "reconnecting") return say("phone_reconnecting");
    if (!call) return say("phone_connecting");
    if (this.held) return say(this.held === "held" ? "phone_on_hold" : "phone_going_on_hold");
    if (call.lost) return say("phone_lost");
    if (!isHere) return say(call.by_desk_phone ? "phone_on_desk_phone" : "phone_elsewhere");
    return say(this.softphone.isMuted ? "phone_you_are_muted" : "phone_connected");
  }

  #others(call) {
    const told = [];
    if (call?.offer) told.push(say("phone_offered", { to: call.offer.to }));
    if (call?.outside) told.push(say(call.outside.is_in ? "phone_outside_in" : "phone_outside_rings", { name: call.outside.name }));
    for (const name of call?.colleagues ?? []) told.push(say("phone_colleague_in", { name }));
    this.parts.others.textContent = told.join(" ");
    this.parts.others.hidden = told.length === 0;
  }
}

function marksOf(row) {
  const marks = [];
  if (row.language && row.language !== "nl") marks.push(mark(row.language.toUpperCase()));
  if (row.came_back) marks.push(mark(say("mark_came_back")));
  if (row.tried_before) marks.push(mark(say("phone_tried_before"), "warn"));
  return marks;
}
