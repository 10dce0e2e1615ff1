// The phone's windows: sound and devices, to whom a call goes, whom to ask in, whether to hang up.

import { say } from "./dom.js";
import { Refused } from "./net.js";

const by = (id) => document.getElementById(id);

function ask(id) {
  const dialog = by(id);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true }));
}

export const askHangUp = async () => (await ask("dialog-hang-up")) === "yes";

/** To whom a call goes; `offer` is called with a colleague's id, or "" for whoever answers. */
export function askHandOver({ programme }, team, offer) {
  const there = team.filter((colleague) => colleague.programmes.includes(programme));
  const choices = [...there.map(({ id, name }) => ({ value: String(id), label: name })), { value: "", label: say("phone_whoever") }];
  return chooseOne("dialog-hand-over", "hand-over", choices, offer);
}

/** Which outside desk is asked into the call; `add` is called with its id. */
export function askOutside(desks, add) {
  return chooseOne("dialog-outside", "outside", desks.map(({ id, name }) => ({ value: String(id), label: name })), add);
}

function chooseOne(dialog, prefix, choices, done) {
  by(`${prefix}-to`).replaceChildren(...choices.map((choice, at) => radio(`${prefix}-to`, choice, at === 0)));
  const problem = by(`${prefix}-error`);
  problem.hidden = true;
  by(`${prefix}-form`).onsubmit = async (event) => {
    event.preventDefault();
    try {
      await done(by(`${prefix}-to`).querySelector("input:checked").value);
      by(dialog).close("");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      problem.textContent = say(`phone_why_${error.why}`);
      problem.hidden = false;
    }
  };
  return ask(dialog);
}

function radio(name, { value, label }, checked) {
  const node = document.createElement("label");
  node.className = "choice";
  const input = document.createElement("input");
  Object.assign(input, { type: "radio", name, value, checked });
  const words = document.createElement("span");
  words.textContent = label;
  node.append(input, words);
  return node;
}

/** Sound and devices. Answers {device, desk_number} when another way to answer was chosen, else null. */
export async function askSettings(softphone, presence) {
  const form = by("phone-form");
  const told = by("phone-told");
  told.textContent = "";
  form.device.value = presence.device;
  form.desk_number.value = presence.desk_number;
  const showWhich = () => {
    by("phone-here").hidden = form.device.value !== "browser";
    by("phone-there").hidden = form.device.value !== "desk_phone";
  };
  const list = async () => {
    const { inputs, outputs } = await softphone.devices();
    fill(form.input, inputs, softphone.choice.input);
    fill(form.output, outputs, softphone.choice.output);
    by("phone-output-row").hidden = outputs.length === 0;
  };
  let stop = null;
  const hush = () => {
    stop?.();
    stop = null;
    by("phone-level").value = 0;
  };
  form.onchange = async (event) => {
    showWhich();
    if (event.target === form.input || event.target === form.output) {
      hush();
      await softphone.choose({ input: form.input.value, output: form.output.value });
    }
  };
  by("phone-try-microphone").onclick = async () => {
    hush();
    try {
      stop = await softphone.tryMicrophone((level) => (by("phone-level").value = level));
      told.textContent = say("phone_speak");
      await list(); // with the permission browsers tell the names
    } catch (error) {
      told.textContent = say(`phone_unusable_${error.message}`);
    }
  };
  by("phone-try-speaker").onclick = () => {
    softphone.trySpeaker();
    told.textContent = say("phone_tones");
  };
  form.onsubmit = (event) => {
    if (form.device.value === "desk_phone" && !form.desk_number.value.trim()) {
      event.preventDefault();
      told.textContent = say("phone_why_no_number");
      form.desk_number.focus();
    }
  };
  softphone.addEventListener("devices", list);
  showWhich();
  await list();
  const answer = await ask("dialog-phone");
  softphone.removeEventListener("devices", list);
  hush();
  const choice = { device: form.device.value, desk_number: form.device.value === "desk_phone" ? form.desk_number.value.trim() : "" };
  const changed = choice.device !== presence.device || choice.desk_number !== presence.desk_number;
  return answer === "yes" && changed ? choice : null;
}

function fill(select, devices, chosen) {
  const standard = { id: "", label: say("phone_standard_device") };
  select.replaceChildren(
    ...[standard, ...devices].map(({ id, label }, at) => {
      const option = document.createElement("option");
      option.value = id;
      option.textContent = label || say("phone_device", { n: at });
      option.selected = id === chosen;
      return option;
    }),
  );
}
