// The left column: who waits, what is mine, what is offered, what must still be registered, who is here.

import { button, clock, copy, mark, passed, rows, say } from "./dom.js";
import { marksOf } from "./talk.js";

const by = (id) => document.getElementById(id);

export class Side {
  /** acts: what the buttons do, by name. */
  constructor(acts) {
    this.acts = acts;
    this.board = null;
    this.offset = 0;
  }

  show(board, talks, offset) {
    this.board = board;
    this.offset = offset;
    this.#presence(board);
    this.#waiting(board);
    this.#mine(board, talks);
    this.#offers(board);
    this.#returns(board);
    this.#unfinished(board);
    this.#tasks(board);
    this.#matters(board);
    this.#team(board);
    this.#shift(board);
    this.tick();
  }

  tick() {
    for (const cell of document.querySelectorAll(".desk-side [data-since]")) {
      cell.textContent = passed(cell.dataset.since, this.offset, cell.dataset.until);
    }
    for (const cell of document.querySelectorAll(".desk-side [data-silent]")) {
      cell.textContent = say("silent", { time: passed(cell.dataset.silent, this.offset) });
    }
  }

  #presence({ me }) {
    rows(
      by("presence"),
      me.presences,
      (presence) => presence.programme,
      (presence) => {
        const { node, parts } = copy("t-presence");
        parts.name.textContent = presence.name;
        parts.available.addEventListener("click", () => this.acts.available(presence.programme));
        parts.less.addEventListener("click", () => this.acts.capacity(presence.programme, -1));
        parts.more.addEventListener("click", () => this.acts.capacity(presence.programme, 1));
        node.parts = parts;
        return node;
      },
      ({ parts }, presence) => {
        const on = presence.available && !presence.on_break;
        parts.available.setAttribute("aria-checked", String(on));
        parts.available.setAttribute("aria-label", say("available_for", { programme: presence.name }));
        parts["available-words"].textContent = say(presence.after_heavy ? "after_heavy" : presence.on_break ? "on_break" : on ? "available" : "unavailable");
        const load = me.load > presence.capacity ? "load_over" : "load";
        parts.load.textContent = say(on ? load : "capacity", { load: me.load, capacity: presence.capacity });
      },
    );
    const onBreak = me.presences.some((presence) => presence.on_break);
    by("break-button").setAttribute("aria-pressed", String(onBreak));
    by("break-button").querySelector("span").textContent = say(onBreak ? "break_over" : "break");
    by("moment-button").hidden = onBreak;
  }

  #waiting({ waiting, me }) {
    const within = waiting.filter((row) => !row.visitor_away);
    by("waiting-count").textContent = within.length;
    by("waiting-none").hidden = waiting.length > 0;
    by("waiting-away").hidden = waiting.length === 0 || within.length > 0;
    this.#rows(by("waiting"), waiting, {
      open: (row) => this.acts.pick(row.id),
      canOpen: (row) => row.may_pick,
      since: (row) => row.queued_at,
    });
    rows(
      by("take-next"),
      me.presences.filter((presence) => within.some((row) => row.programme === presence.programme && !row.training)),
      (presence) => presence.programme,
      (presence) => button("", "main", () => this.acts.next(presence.programme)),
      (node, presence) => {
        node.textContent = me.presences.length > 1 ? say("next_for", { programme: presence.name }) : say("next");
      },
    );
  }

  #mine({ mine }, talks) {
    by("mine-count").textContent = mine.length;
    by("mine-none").hidden = mine.length > 0;
    this.#rows(by("mine"), mine, {
      open: (row) => this.acts.open(row.id),
      since: (row) => row.since,
      key: (at) => (at < 9 ? String(at + 1) : ""),
      unread: (row) => talks.get(row.id)?.unread ?? row.unread,
      urgent: (row) => row.state !== "ended" && !row.opened,
      current: (row) => talks.get(row.id)?.node.classList.contains("is-current"),
      actions: (row) => (row.can_take_back ? [button(say("take_back"), "", () => this.acts.takeBack(row.can_take_back, row.id))] : []),
      silent: (row) => (row.state === "ended" ? null : talks.get(row.id)?.visitorWroteAt),
    });
  }

  #offers({ offers }) {
    by("offers-block").hidden = offers.length === 0;
    this.#rows(by("offers"), offers, {
      open: (row) => this.acts.peek(row.conversation),
      since: (row) => row.offered_at,
      urgent: () => true,
      actions: (row) => [
        button(say("accept"), "main", () => this.acts.accept(row.id, row.conversation)),
        ...(row.may_decline ? [button(say("decline"), "", () => this.acts.decline(row.id))] : []),
      ],
    });
  }

  /** What went to a colleague who dropped out since: it can be had back. */
  #returns({ returns }) {
    by("returns-block").hidden = returns.length === 0;
    this.#rows(by("returns"), returns, {
      open: (row) => this.acts.takeBack(row.can_take_back, row.id),
      since: (row) => row.queued_at,
      urgent: () => true,
      actions: (row) => [button(say("take_back"), "main", () => this.acts.takeBack(row.can_take_back, row.id))],
    });
  }

  #unfinished({ unfinished }) {
    by("unfinished-block").hidden = unfinished.length === 0;
    by("unfinished-count").textContent = unfinished.length;
    this.#rows(by("unfinished"), unfinished, {
      open: (row) => this.acts.register(row.id),
      since: () => null,
    });
  }

  /** Risk records, letters and the like: links that open beside the desk. What cannot wait stands above the chats. */
  #matters({ matters }) {
    this.#matter("urgent", matters.filter((matter) => matter.urgent));
    this.#matter("matters", matters.filter((matter) => !matter.urgent));
  }

  #matter(list, matters) {
    by(`${list}-block`).hidden = matters.length === 0;
    rows(
      by(list),
      matters,
      (matter) => `${matter.url} ${matter.words}`,
      () => {
        const node = document.createElement("li");
        node.link = document.createElement("a");
        node.link.target = "_blank";
        node.link.rel = "noopener";
        node.append(node.link);
        return node;
      },
      (node, matter) => {
        node.link.href = matter.url;
        node.link.textContent = matter.words;
        node.classList.toggle("is-urgent", matter.urgent);
      },
    );
  }

  /** What is to be done for cases about now; quiet: nothing sounds, nothing moves to the front. */
  #tasks({ cases }) {
    by("tasks-block").hidden = !cases;
    if (!cases) return;
    by("tasks-count").textContent = cases.tasks.length;
    by("tasks-count").hidden = cases.tasks.length === 0;
    by("caseload").textContent = cases.words;
    by("caseload").href = cases.later || cases.tasks.length ? cases.tasks_url : cases.url;
    rows(
      by("tasks"),
      cases.tasks,
      (task) => task.id,
      () => {
        const node = document.createElement("li");
        node.link = document.createElement("a");
        node.link.target = "_blank";
        node.link.rel = "noopener";
        node.when = document.createElement("span");
        node.when.className = "quiet small";
        node.marks = document.createElement("span");
        node.className = "task-row";
        node.append(node.link, node.when, node.marks);
        return node;
      },
      (node, task) => {
        node.link.href = task.url;
        node.link.textContent = `${task.label}: ${task.alias}`;
        node.when.textContent = clock(task.due_at);
        node.marks.replaceChildren(...(task.is_due ? [mark(say("task_due"), "warn")] : []));
      },
    );
  }

  #team({ team, talk }) {
    by("team-none").hidden = team.length > 0;
    this.#rows(by("team"), team, { open: () => {}, canOpen: () => false, since: () => null });
    rows(
      by("team-links"),
      talk,
      (part) => part.programme,
      () => {
        const node = document.createElement("li");
        node.talk = document.createElement("a");
        node.notes = document.createElement("a");
        // notes, and a talk that is wanted so, in a tab of their own: the chats at this desk stay where they are
        for (const link of [node.talk, node.notes]) link.target = "team";
        node.talk.addEventListener("click", (event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          this.acts.team(node.team, node.talk);
        });
        node.append(node.talk, node.notes);
        return node;
      },
      (node, part) => {
        node.team = part;
        node.talk.href = part.talk;
        node.talk.textContent = say(part.unheard ? "team_talk_new" : "team_talk", { n: part.unheard, programme: part.name });
        node.talk.classList.toggle("is-new", part.unheard > 0);
        node.notes.href = part.notes;
        node.notes.textContent = part.debriefs ? say("team_notes_new", { n: part.debriefs }) : say("team_notes");
        node.notes.setAttribute("aria-label", `${node.notes.textContent} (${part.name})`);
        node.notes.classList.toggle("is-new", part.debriefs > 0);
      },
    );
  }

  #shift({ shift }) {
    by("shift-block").hidden = shift.length === 0;
    rows(
      by("shift"),
      shift,
      (part) => part.programme,
      (part) => {
        const node = document.createElement("div");
        node.className = "shift-part";
        node.heading = document.createElement("h3");
        node.heading.className = "shift-name";
        node.facts = document.createElement("p");
        node.door = button("", "", () => this.acts.overload(part.programme, node.door.getAttribute("aria-pressed") !== "true"));
        node.list = document.createElement("ul");
        node.list.className = "rows rows-quiet";
        node.append(node.heading, node.facts, node.door, node.list);
        return node;
      },
      (node, part) => {
        node.heading.textContent = part.name;
        node.facts.textContent = say("shift_facts", part);
        node.door.textContent = say(part.overload ? "open_door" : "close_door", { programme: part.name });
        node.door.setAttribute("aria-pressed", String(part.overload));
        this.#rows(node.list, part.talks, {
          open: (row) => this.acts.readAlong(row.id),
          since: (row) => row.since,
          place: () => "", // the heading says it
          urgent: (row) => row.state === "talking" && !row.opened,
        });
      },
    );
  }

  #rows(list, items, how) {
    rows(
      list,
      items,
      (row) => row.id,
      (row) => {
        const { node, parts } = copy("t-row");
        node.parts = parts;
        node.row = row;
        parts.open.addEventListener("click", () => how.open(node.row));
        return node;
      },
      (node, row, at) => {
        const { parts } = node;
        node.row = row;
        const key = how.key?.(at) ?? "";
        parts.key.textContent = key;
        parts.key.hidden = key === "";
        parts.name.textContent = row.name;
        parts.place.textContent = how.place?.(row) ?? row.place ?? "";
        parts.marks.replaceChildren(...marksOf(row));
        const since = how.since(row);
        if (since) {
          parts.time.dataset.since = since;
          parts.time.dataset.until = row.until ?? "";
        }
        parts.time.hidden = !since;
        const silent = how.silent?.(row);
        if (silent) parts.silent.dataset.silent = silent;
        parts.silent.hidden = !silent;
        const unread = how.unread?.(row) ?? 0;
        parts.unread.hidden = !unread;
        parts.unread.textContent = unread ? say("unread", { n: unread }) : "";
        parts.open.disabled = how.canOpen ? !how.canOpen(row) : false;
        node.classList.toggle("is-urgent", Boolean(how.urgent?.(row)));
        node.classList.toggle("is-current", Boolean(how.current?.(row)));
        const actions = how.actions?.(row) ?? [];
        if (actions.length || parts.actions.childElementCount) {
          const held = parts.actions.contains(document.activeElement);
          if (!held) parts.actions.replaceChildren(...actions);
        }
      },
    );
  }
}
