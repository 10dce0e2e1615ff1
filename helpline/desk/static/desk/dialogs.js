// The desk's windows: how each is asked and what it answers. A window closed without a choice answers nothing.

import { guarded, look } from "../guard/guard.js";
import { button, read, say } from "./dom.js";
import { Refused } from "./net.js";

const { closings } = read("desk-addresses");
const by = (id) => document.getElementById(id);

for (const dialog of document.querySelectorAll("dialog")) {
  for (const closer of dialog.querySelectorAll("[data-close]")) closer.addEventListener("click", () => dialog.close(""));
}

function ask(id) {
  const dialog = by(id);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true }));
}

/** The keys, and the choice to have them work with Alt only. */
export function showKeys(choice) {
  const show = () => {
    by("keys-plain").hidden = choice.onlyAlt;
    by("keys-with-alt").hidden = !choice.onlyAlt;
  };
  const box = by("keys-only-alt");
  box.checked = choice.onlyAlt;
  box.onchange = () => {
    choice.keep(box.checked);
    show();
  };
  show();
  return ask("dialog-keys");
}

export const showMeldcode = () => ask("dialog-meldcode");
export const askPanel = async () => (await ask("dialog-panel")) === "yes";
export const askOverload = async () => (await ask("dialog-overload")) === "yes";

/** Returns "" (go on), "end", or the code of a non-counselling kind: those are for the chat's own counsellor. */
export function askEnd({ programme, is_mine: isMine }) {
  const row = by("closings");
  row.parentElement.hidden = !isMine;
  row.replaceChildren(
    ...closings[programme].map(({ code, label }) => {
      const made = button(label, "", () => by("dialog-end").close(code));
      made.value = code;
      return made;
    }),
  );
  return ask("dialog-end");
}

/** Ask to whom a chat goes; `offer` is called with the choice and may refuse, which is shown in the window. */
export function askTransfer(row, team, programmes, offer) {
  const targets = [
    ...team
      .filter((colleague) => colleague.programmes.includes(row.programme) && colleague.present)
      .map((colleague) => ({ value: `user:${colleague.id}`, label: colleague.name, warm: false })),
    ...programmes
      .filter((programme) => programme.slug !== row.programme)
      .map((programme) => ({ value: `programme:${programme.slug}`, label: say("to_programme", { programme: programme.name }), warm: true })),
  ];
  const list = by("transfer-to");
  list.replaceChildren(
    ...targets.map((target, at) => {
      const label = document.createElement("label");
      label.className = "choice";
      const radio = document.createElement("input");
      radio.type = "radio";
      radio.name = "to";
      radio.value = target.value;
      radio.checked = at === 0;
      radio.addEventListener("change", () => (by("transfer-agreed-row").hidden = !target.warm));
      const words = document.createElement("span");
      words.textContent = target.label;
      label.append(radio, words);
      return label;
    }),
  );
  by("transfer-nobody").hidden = targets.some((target) => !target.warm);
  by("transfer-agreed-row").hidden = !targets[0]?.warm;
  by("transfer-agreed").checked = false;
  by("transfer-note").value = "";
  look(by("transfer-note"));
  by("transfer-error").hidden = true;
  by("transfer-form").onsubmit = async (event) => {
    event.preventDefault();
    const [kind, value] = (list.querySelector("input:checked")?.value ?? "").split(":");
    if (!kind) return;
    try {
      await offer({
        [kind === "user" ? "to_user" : "to_programme"]: value,
        note: guarded(by("transfer-note")).text,
        note_reason: guarded(by("transfer-note")).reason,
        agreed: by("transfer-agreed").checked,
      });
      by("dialog-transfer").close("");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      by("transfer-error").textContent = say(`why_${error.why}`);
      by("transfer-error").hidden = false;
    }
  };
  return ask("dialog-transfer");
}

export function showAlert(alert) {
  const form = by("alert-form");
  form.sound.checked = alert.settings.sound;
  form.volume.value = alert.settings.volume;
  form.notify.checked = alert.settings.notify;
  by("alert-told").textContent = "";
  form.onchange = async () => {
    alert.keep({ sound: form.sound.checked, volume: Number(form.volume.value), notify: form.notify.checked });
    if (form.notify.checked && !(await alert.allowMessages())) {
      form.notify.checked = false;
      alert.keep({ notify: false });
      by("alert-told").textContent = say("notify_refused");
    }
  };
  form.querySelector("[data-do=try-sound]").onclick = () => {
    by("alert-told").textContent = say(alert.sound() ? "sound_played" : "sound_none");
  };
  return ask("dialog-alert");
}
