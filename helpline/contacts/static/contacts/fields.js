// A field of the form on the page: reading and showing its codes, and which fields are asked.

export function controls(field) {
  return [...field.querySelectorAll("select, input[type=radio], input[type=checkbox]")];
}

export function read(field) {
  const codes = [];
  for (const control of controls(field)) {
    if (control.tagName === "SELECT" ? control.value !== "" : control.checked) codes.push(control.value);
  }
  return codes.sort();
}

export function show(field, codes) {
  for (const control of controls(field)) {
    if (control.tagName === "SELECT") control.value = codes[0] ?? "";
    else control.checked = codes.includes(control.value);
  }
}

/** The words on the screen for codes, or `nothing`. */
export function inWords(field, codes, nothing) {
  const words = controls(field).flatMap((control) => {
    if (control.tagName === "SELECT") {
      return [...control.options].filter((option) => option.value && codes.includes(option.value)).map((option) => option.text);
    }
    return codes.includes(control.value) ? [control.closest("label").textContent.trim()] : [];
  });
  return words.join(", ") || nothing;
}

/**
 * Show the fields that are asked, given the answers so far, and the tip sheets of what is answered. An answer to a field
 * that is not asked does not count.
 */
export function showAsked(fields) {
  const asked = new Set();
  for (const [key, field] of fields) {
    const { whenField, whenCodes } = field.dataset;
    const isAsked =
      !whenField ||
      (asked.has(whenField) && read(fields.get(whenField)).some((code) => whenCodes.split(" ").includes(code)));
    field.hidden = !isAsked;
    if (isAsked) asked.add(key);
    const chosen = read(field);
    for (const sheet of field.querySelectorAll("[data-sheet]")) sheet.hidden = !chosen.includes(sheet.dataset.sheet);
  }
}

/** Whether somebody answered here: what the visitor told beforehand is nobody's answer yet. */
export function isAnswered(field) {
  return !("fromVisitor" in field.dataset) && read(field).length > 0;
}

/** Whoever touches what the visitor told makes it their own. */
export function makeOwn(field) {
  delete field.dataset.fromVisitor;
}

export function setMissing(field, isMissing) {
  field.classList.toggle("field-error", isMissing);
  field.querySelector("[data-missing]").hidden = !isMissing;
  // the sentence is the group's; a list of choices says besides that it is the one without an answer
  const list = field.querySelector("select");
  if (isMissing) list?.setAttribute("aria-invalid", "true");
  else list?.removeAttribute("aria-invalid");
}
