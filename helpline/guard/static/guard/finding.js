// What in a text could tell who somebody is. Pure: no page. The server says the same (helpline/guard/finding.py, where
// the reasons stand), and has the last word.

import { ALIKE, IBAN_LENGTH, NOT_POSTCODE, NO_NAME, PATTERNS } from "./patterns.js";

const TAKEN = "\u0000";
const ENDS_NO_LINK = ".,;:!?)]}'\"…";
const ELEVEN = [9, 8, 7, 6, 5, 4, 3, 2, -1];
const REGEX = Object.fromEntries(Object.entries(PATTERNS).map(([name, source]) => [name, new RegExp(source, "dgi")]));

const isAlnum = (letter) => /^[a-z0-9]$/i.test(letter ?? "");

function first(name, text) {
  REGEX[name].lastIndex = 0;
  return REGEX[name].exec(text);
}

function* spans(name, text, { whole = false } = {}) {
  for (const match of text.matchAll(REGEX[name])) yield (!whole && match.indices[1]) || match.indices[0];
}

function digitsOf(text) {
  return text.replace(/[^0-9]/g, "");
}

export function isBsn(given) {
  const digits = given.padStart(9, "0");
  const total = ELEVEN.reduce((sum, weight, place) => sum + weight * Number(digits[place]), 0);
  return digits.length === 9 && !/^0*$/.test(digits) && total % 11 === 0;
}

export function isIban(letters) {
  const moved = letters.slice(4) + letters.slice(0, 4);
  let rest = 0;
  for (const letter of moved) {
    const value = parseInt(letter, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

// ---- what may be written ----

function numberOf(text) {
  let digits = digitsOf(text.replaceAll("(0)", ""));
  if (text.includes("+")) digits = `00${digits}`;
  return digits.startsWith("0031") ? `0${digits.slice(4).replace(/^0/, "")}` : digits;
}

function addressOf(text) {
  return text.toLowerCase().replace(/^[a-z][a-z0-9+.-]*:\/\//, "").replace(/^www\./, "").replace(/\/+$/, "");
}

/** The list of the directory, read once. */
export function readAllowed(list) {
  return {
    numbers: new Set(list.filter((one) => digitsOf(one) && !/[A-Za-z]/.test(one)).map(numberOf)),
    addresses: new Set(list.map(addressOf)),
  };
}

const NOTHING_ALLOWED = readAllowed([]);

function isAllowed(allowed, kind, text) {
  if (kind === "phone") return allowed.numbers.has(numberOf(text));
  return (kind === "link" || kind === "email") && allowed.addresses.has(addressOf(text));
}

// ---- the finders: each gives the places of one kind ----

const links = (...names) =>
  function* (text) {
    for (const name of names) {
      for (const [start, end] of spans(name, text)) {
        let last = end;
        while (last > start && ENDS_NO_LINK.includes(text[last - 1])) last -= 1;
        yield [start, last];
      }
    }
  };

const plain = (...names) =>
  function* (text) {
    for (const name of names) yield* spans(name, text);
  };

function* dates(text) {
  yield* spans("DATE", text, { whole: true });
  yield* spans("HOURS", text, { whole: true });
}

function* ibans(text) {
  for (const [start] of spans("IBAN", text)) {
    const length = IBAN_LENGTH.get(text.slice(start, start + 2).toUpperCase());
    if (length === undefined) continue;
    let letters = "";
    let place = start;
    while (letters.length < length && place < text.length) {
      if (isAlnum(text[place])) letters += text[place];
      else if (!" .-".includes(text[place]) || !isAlnum(text[place - 1])) break;
      place += 1;
    }
    if (letters.length === length && !isAlnum(text[place]) && isIban(letters)) yield [start, place];
  }
}

function isAmount(text, start, end) {
  return Boolean(
    first("EURO_BEFORE", text.slice(Math.max(0, start - 6), start)) || first("EURO_AFTER", text.slice(end, end + 6)),
  );
}

function* bsns(text) {
  for (const name of ["BSN_SAID", "BSN"]) {
    for (const [start, end] of spans(name, text)) {
      if (isBsn(digitsOf(text.slice(start, end))) && !isAmount(text, start, end)) yield [start, end];
    }
  }
}

function* phones(text) {
  for (const name of ["SERVICE", "ABROAD_NL", "ABROAD", "31", "DUTCH", "SIX"]) {
    for (const [start, end] of spans(`PHONE_${name}`, text)) {
      const isSum = Boolean(first("THOUSANDS", text.slice(start, end))) || isAmount(text, start, end);
      if (!(name === "ABROAD" && isSum)) yield [start, end];
    }
  }
}

function* postcodes(text) {
  for (const [start, end] of spans("POSTCODE", text)) {
    const letters = text.slice(end - 2, end);
    const isApart = text[end - 3] === " ";
    if (isApart && letters !== letters.toUpperCase() && NOT_POSTCODE.has(letters.toLowerCase())) continue;
    const after = first("HOUSE_AFTER", text.slice(end, end + 30));
    const before = first("HOUSE_BEFORE", text.slice(Math.max(0, start - 14), start));
    if (after) yield [start, end + after[0].length];
    else if (before) yield [start - before[1].length, end];
  }
}

function looksOdd(name) {
  const parts = name.split(".").filter(Boolean);
  return (
    name.includes("_") ||
    (parts.length > 1 && parts.some((part) => part.length > 2) && /[a-z]/i.test(name)) ||
    (/[0-9]/.test(name) && /^[a-z]{2}/i.test(name))
  );
}

function* handles(text) {
  for (const name of ["AT", "LABELLED", "NAMED", "OWN", "ALONE", "ODD"]) {
    for (const [start, end] of spans(`HANDLE_${name}`, text)) {
      const stripped = text.slice(start, end).replace(/[.-]+$/, "");
      const last = start + stripped.length;
      if (name === "AT" || looksOdd(stripped)) yield [start, last];
      else if (name === "ODD" || NO_NAME.has(stripped.toLowerCase())) continue;
      else if (name === "NAMED" || first("CLAUSE_ENDS", text.slice(last, last + 6))) yield [start, last];
    }
  }
}

/** In this order: what was found is not looked at again. null: left alone. */
const FINDERS = [
  ["link", links("LINK")],
  ["email", plain("EMAIL", "EMAIL_SPELLED", "EMAIL_PROVIDER")],
  ["link", links("LINK_BARE", "LINK_PATH", "LINK_SPELLED")],
  [null, dates],
  ["iban", ibans],
  ["bsn", bsns],
  ["phone", phones],
  ["postcode", postcodes],
  ["handle", handles],
];

/** Everything in a text that could identify somebody: [{kind, start, end}], in order. allowed: of readAllowed. */
export function find(text, allowed = NOTHING_ALLOWED) {
  let left = [...text].map((letter) => ALIKE.get(letter) ?? letter).join("");
  const findings = [];
  for (const [kind, finder] of FINDERS) {
    for (const [start, end] of [...finder(left)]) {
      if (start >= end || left.slice(start, end).includes(TAKEN)) continue;
      if (kind !== null && !isAllowed(allowed, kind, left.slice(start, end))) findings.push({ kind, start, end });
      left = left.slice(0, start) + TAKEN.repeat(end - start) + left.slice(end);
    }
  }
  return findings.sort((one, other) => one.start - other.start);
}

export const MASKS = {
  phone: "[telefoonnummer]",
  email: "[e-mailadres]",
  bsn: "[bsn]",
  iban: "[rekeningnummer]",
  postcode: "[adres]",
  link: "[link]",
  handle: "[accountnaam]",
};

/** The text with a fixed Dutch word in the place of each finding. */
export function masked(text, findings) {
  let done = 0;
  let result = "";
  for (const { kind, start, end } of findings) {
    result += text.slice(done, start) + MASKS[kind];
    done = end;
  }
  return result + text.slice(done);
}
