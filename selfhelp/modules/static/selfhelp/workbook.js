// A visitor's workbook: the same rules as selfhelp/modules/workbook.py, which explains them. Both are held to
// tests/selfhelp/modules/vectors/. Pure: nothing here reads the page, the clock or the network.
//
// Every function returns a new workbook and leaves the one it got as it was.

import { ANSWER, AnswerRefused, EXERCISES, KEY, PART, checkAnswer, isEmpty, isObject, sorted, withoutWords } from "./shapes.js";

export const FORMAT = 1;
export const MOST_BYTES = 120_000;
const WRITER = /^[0-9a-f]{8,32}$/;
const MOST_COUNT = 2 ** 31;
const LONGEST_TITLE = 300;

export class NotAWorkbook extends Error {}
export class OtherProgramme extends Error {}

/** A random name for one opened page: never for a device or a person. */
export function newWriter(length = 16) {
  const bytes = crypto.getRandomValues(new Uint8Array(length / 2));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function empty(programme) {
  return { format: FORMAT, programme, modules: {}, plan: {} };
}

// --- places: { module, group, key, part } ---

export const place = {
  score: (module, which) => ({ module, group: "scores", key: which, part: ANSWER }),
  exercise: (module, key, part = ANSWER) => ({ module, group: "exercises", key, part }),
  tick: (module, chapter) => ({ module, group: "ticks", key: chapter, part: ANSWER }),
  plan: (part) => ({ module: "", group: "plan", key: "", part }),
};

const nameOf = ({ module, group, key, part }) => [module, group, key, part].join(" ");

// --- text ---

/** JSON with sorted keys, no spaces and ASCII only: the same text as Python's. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return ascii(JSON.stringify(value));
  // not by way of an object in order: browsers put keys that look like numbers first
  const pairs = Object.keys(value)
    .sort()
    .map((key) => `${ascii(JSON.stringify(key))}:${canonical(value[key])}`);
  return `{${pairs.join(",")}}`;
}

function ascii(text) {
  return text.replace(/[\u007f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The workbook in a text. Throws NotAWorkbook. */
export function read(text) {
  if (text.length > 2 * MOST_BYTES) throw new NotAWorkbook("it is too large");
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new NotAWorkbook("it is no JSON");
  }
  return check(found);
}

/** The workbook in its one form. Throws NotAWorkbook. Nothing in it is believed unchecked. */
export function check(found) {
  const book = objectWith(found, ["format", "programme", "modules", "plan"]);
  if (book.format !== FORMAT) throw new NotAWorkbook("its format is not known");
  named(KEY, book.programme);
  const registers = new Map();
  const add = (where, register, kind) => registers.set(nameOf(where), [where, checkRegister(register, kind)]);
  for (const [module, groups] of entries(KEY, book.modules)) {
    const { scores, exercises, ticks } = objectWith(groups, ["scores", "exercises", "ticks"]);
    for (const [which, register] of entries(/^(start|close)$/, scores)) add(place.score(module, which), register, "score");
    for (const [key, parts] of entries(KEY, exercises)) {
      for (const [part, register] of entries(PART, parts)) add(place.exercise(module, key, part), register, null);
    }
    for (const [chapter, register] of entries(KEY, ticks)) add(place.tick(module, chapter), register, "tick");
  }
  for (const [part, register] of entries(PART, book.plan)) add(place.plan(part), register, "plan");
  const checked = assemble(book.programme, registers.values());
  if (canonical(checked).length > MOST_BYTES) throw new NotAWorkbook("it is too large");
  return checked;
}

// --- what stands in it ---

/** Everything that was answered: [{ place, values }]; more than one value is a conflict. */
export function places(book) {
  return [...registersOf(book)]
    .filter(([, register]) => register.values.length > 0)
    .map(([where, register]) => ({ place: where, values: register.values }));
}

/** What stands at a place: nothing, one value, or several that are a conflict. */
export function find(book, where) {
  return registerAt(book, where)?.values ?? [];
}

/** The parts of an exercise that are answered, sorted. */
export function partsOf(book, module, key) {
  const answered = book.modules[module]?.exercises[key] ?? {};
  return Object.keys(answered)
    .filter((part) => answered[part].values.length > 0)
    .sort();
}

/** The chapters of a module that were ticked as read. */
export function ticked(book, module) {
  const ticks = book.modules[module]?.ticks ?? {};
  return new Set(Object.keys(ticks).filter((chapter) => ticks[chapter].values.length > 0));
}

export function conflicts(book) {
  return places(book).filter(({ values }) => values.length > 1);
}

// --- writing in it ---

/**
 * A workbook in which this answer stands at the place instead of all that stood there. Throws AnswerRefused.
 * beside: values of a conflict that stay, because nobody chose yet.
 */
export function put(book, where, { kind, version, answer, writer, title = "", labels = {}, beside = [] }) {
  const checked = checkAnswer(kind, answer);
  if (isEmpty(checked) && beside.length === 0) return erase(book, where);
  const standing = find(book, where);
  const says = (value) => canonical([value.kind, value.v, value.answer]);
  if (standing.length === 1 && says(standing[0]) === canonical([kind, version, checked])) return book;
  named(WRITER, writer);
  const { seen, values } = registerAt(book, where) ?? { seen: {}, values: [] };
  const count = (seen[writer] ?? 0) + 1;
  const asked = { title: title.slice(0, LONGEST_TITLE), labels: sorted(labels) };
  const value = { dot: [writer, count], kind, v: version, answer: checked, asked };
  const dots = new Set(beside.map(({ dot }) => dot.join()));
  const stay = values.filter(({ dot }) => dots.has(dot.join()));
  const written = isEmpty(checked) ? [] : [value];
  return withRegister(book, where, { seen: sorted({ ...seen, [writer]: count }), values: eachOnce([...written, ...stay]) });
}

/** A workbook in which nothing stands at the place; an older copy does not bring it back. */
export function erase(book, where) {
  const before = registerAt(book, where);
  if (!before || before.values.length === 0) return book;
  return withRegister(book, where, { seen: before.seen, values: [] });
}

/** What is kept when only ticks are kept: nothing in the visitor's own words. */
export function ticksOnly(book) {
  const kept = [];
  for (const [where, register] of registersOf(book)) {
    const values = register.values.map(lessWords).filter((less) => less !== null);
    if (values.length === register.values.length) kept.push([where, { seen: register.seen, values: eachOnce(values) }]);
  }
  return assemble(book.programme, kept);
}

function lessWords(value) {
  const answer = withoutWords(value.kind, value.answer);
  return answer === null ? null : { ...value, answer };
}

// --- merging ---

/** The workbook that has everything of both. Throws OtherProgramme. */
export function merge(one, other) {
  if (one.programme !== other.programme) throw new OtherProgramme("these are workbooks of two programmes");
  const merged = new Map();
  for (const [where, register] of [...registersOf(one), ...registersOf(other)]) {
    const name = nameOf(where);
    const there = merged.get(name)?.[1];
    merged.set(name, [where, there ? mergeRegisters(there, register) : register]);
  }
  return assemble(one.programme, merged.values());
}

function mergeRegisters(one, other) {
  const values = [
    ...one.values.filter(({ dot }) => !isReplaced(dot, other)),
    ...other.values.filter(({ dot }) => !isReplaced(dot, one)),
  ];
  const seen = { ...one.seen };
  for (const [writer, count] of Object.entries(other.seen)) seen[writer] = Math.max(seen[writer] ?? 0, count);
  return { seen: sorted(seen), values: eachOnce(values) };
}

/** Whether the register knew this writing and holds it no more. */
function isReplaced([writer, count], register) {
  const knows = (register.seen[writer] ?? 0) >= count;
  return knows && register.values.every(({ dot }) => dot[0] !== writer || dot[1] !== count);
}

const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** The values in their order, each once, and none that is another one of them without its words. */
function eachOnce(values) {
  const found = new Map(values.map((value) => [canonical(value), value]));
  const lesser = new Set();
  for (const [text, value] of found) {
    const less = lessWords(value);
    if (less !== null && canonical(less) !== text) lesser.add(canonical(less));
  }
  return [...found]
    .filter(([text]) => !lesser.has(text))
    .sort(([a, { dot: [w, n] }], [b, { dot: [x, m] }]) => byText(w, x) || n - m || byText(a, b))
    .map(([, value]) => value);
}

// --- registers ---

function* registersOf(book) {
  for (const [module, { scores, exercises, ticks }] of Object.entries(book.modules)) {
    for (const [which, register] of Object.entries(scores)) yield [place.score(module, which), register];
    for (const [key, parts] of Object.entries(exercises)) {
      for (const [part, register] of Object.entries(parts)) yield [place.exercise(module, key, part), register];
    }
    for (const [chapter, register] of Object.entries(ticks)) yield [place.tick(module, chapter), register];
  }
  for (const [part, register] of Object.entries(book.plan)) yield [place.plan(part), register];
}

function registerAt(book, { module, group, key, part }) {
  if (group === "plan") return book.plan[part];
  const found = book.modules[module]?.[group]?.[key];
  return group === "exercises" ? found?.[part] : found;
}

function withRegister(book, where, register) {
  const registers = new Map([...registersOf(book)].map((pair) => [nameOf(pair[0]), pair]));
  registers.set(nameOf(where), [where, register]);
  return assemble(book.programme, registers.values());
}

function assemble(programme, registers) {
  const book = empty(programme);
  const inOrder = [...registers].sort(([a], [b]) => byText(nameOf(a), nameOf(b)));
  for (const [{ module, group, key, part }, register] of inOrder) {
    if (Object.keys(register.seen).length === 0) continue;
    if (group === "plan") {
      book.plan[part] = register;
      continue;
    }
    book.modules[module] ??= { scores: {}, exercises: {}, ticks: {} };
    if (group === "exercises") (book.modules[module].exercises[key] ??= {})[part] = register;
    else book.modules[module][group][key] = register;
  }
  return book;
}

// --- checking what comes from outside ---

function objectWith(found, names) {
  if (!isObject(found) || Object.keys(found).sort().join() !== [...names].sort().join()) {
    throw new NotAWorkbook(`an object with ${names.join(", ")} is expected`);
  }
  return found;
}

function entries(pattern, found) {
  if (!isObject(found)) throw new NotAWorkbook("an object is expected");
  for (const name of Object.keys(found)) named(pattern, name);
  return Object.entries(found);
}

function named(pattern, found) {
  if (typeof found !== "string" || !pattern.test(found)) throw new NotAWorkbook("a name is not of the kind expected");
  return found;
}

function counted(found) {
  if (!Number.isInteger(found) || found < 1 || found >= MOST_COUNT) throw new NotAWorkbook("a count is not of the kind expected");
  return found;
}

function checkRegister(found, kind) {
  const register = objectWith(found, ["seen", "values"]);
  const seen = Object.fromEntries(entries(WRITER, register.seen).map(([writer, count]) => [writer, counted(count)]));
  if (!Array.isArray(register.values)) throw new NotAWorkbook("a list is expected");
  const values = register.values.map((value) => checkValue(value, kind));
  for (const {
    dot: [writer, count],
  } of values) {
    seen[writer] = Math.max(seen[writer] ?? 0, count);
  }
  return { seen: sorted(seen), values: eachOnce(values) };
}

function checkValue(found, kind) {
  const value = objectWith(found, ["dot", "kind", "v", "answer", "asked"]);
  if (!Array.isArray(value.dot) || value.dot.length !== 2) throw new NotAWorkbook("a dot is a writer and a count");
  if (kind === null ? !EXERCISES.has(value.kind) : value.kind !== kind) throw new NotAWorkbook("another kind is expected");
  let answer;
  try {
    answer = checkAnswer(value.kind, value.answer);
  } catch (error) {
    if (error instanceof AnswerRefused) throw new NotAWorkbook(error.message);
    throw error;
  }
  const asked = objectWith(value.asked, ["title", "labels"]);
  const labels = Object.fromEntries(entries(KEY, asked.labels).map(([key, label]) => [key, words(label)]));
  return {
    dot: [named(WRITER, value.dot[0]), counted(value.dot[1])],
    kind: value.kind,
    v: counted(value.v),
    answer,
    asked: { title: words(asked.title), labels: sorted(labels) },
  };
}

function words(found) {
  if (typeof found !== "string" || found.length > LONGEST_TITLE) throw new NotAWorkbook("a short text is expected");
  return found;
}
