// What an answer to each kind of exercise looks like. The same table as SHAPES in selfhelp/modules/exercises.py; a test
// compares the two.

export const KEY = /^[a-z][a-z0-9_]{0,39}$/;
export const PART = /^[a-z][a-z0-9]{0,15}$/;
export const ANSWER = "answer";

const text = (most) => ({ type: "text", most, least: 0, bare: false });
const number = (most) => ({ type: "number", most, least: 0, bare: true });
const flag = (bare) => ({ type: "flag", most: 0, least: 0, bare });
const keys = { type: "keys", most: 40, least: 0, bare: true };
const day = { type: "day", most: 0, least: 0, bare: false };

export const SHAPES = {
  scale: { value: number(100) },
  checklist: { ticked: keys, other: text(500) },
  table: { date: day, cells: { type: "cells", most: 1000, least: 0, bare: false } },
  writing: { text: text(6000) },
  timeline: { when: text(80), what: text(1000), place: { ...number(9999), bare: false } },
  balance: { now_gives: text(2000), now_costs: text(2000), change_gives: text(2000), change_costs: text(2000) },
  plan: { what: text(500), when: text(300), date: day, done: flag(false) },
  quiz: { chosen: keys },
  score: { value: number(10) },
  tick: { on: flag(true) },
};

export const WITH_ROWS = new Set(["table", "timeline"]);
export const EXERCISES = new Set(Object.keys(SHAPES).filter((kind) => kind !== "score" && kind !== "tick"));
const MOST_KEYS = 40;

export class AnswerRefused extends Error {}

function refuse(why) {
  throw new AnswerRefused(why);
}

export function isObject(found) {
  return typeof found === "object" && found !== null && !Array.isArray(found);
}

/** The object with its keys in order, for whoever reads it; nothing depends on that order. */
export function sorted(object) {
  return Object.fromEntries(
    Object.keys(object)
      .sort()
      .map((key) => [key, object[key]]),
  );
}

const CHECKS = {
  text({ most }, value) {
    if (value === undefined || value === null) return "";
    if (typeof value !== "string" || value.length > most) refuse(`a text of ${most} characters at most is expected`);
    return value;
  },
  number({ most, least }, value) {
    if (value === undefined || value === null) return null;
    if (!Number.isInteger(value) || value < least || value > most) refuse("a whole number is expected");
    return value;
  },
  flag(_field, value) {
    if (value === undefined || value === null) return false;
    if (typeof value !== "boolean") refuse("yes or no is expected");
    return value;
  },
  day(_field, value) {
    if (value === undefined || value === null || value === "") return "";
    if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) refuse("a day is expected");
    const [year, month, day] = value.split("-").map(Number);
    const moment = new Date(0);
    moment.setUTCFullYear(year, month - 1, day); // Date.UTC takes a year below 100 for one of last century
    if (year < 1 || moment.toISOString().slice(0, 10) !== value) refuse("there is no such day");
    return value;
  },
  keys({ most }, value) {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value) || !value.every((key) => typeof key === "string" && KEY.test(key))) {
      refuse("a list of keys is expected");
    }
    const once = [...new Set(value)].sort();
    if (once.length > most) refuse("a list of keys is expected");
    return once;
  },
  cells(field, value) {
    if (value === undefined || value === null) return {};
    if (!isObject(value) || Object.keys(value).length > MOST_KEYS) refuse("cells are expected");
    if (!Object.keys(value).every((key) => KEY.test(key))) refuse("cells are expected");
    const texts = Object.entries(value).map(([key, cell]) => [key, CHECKS.text(field, cell)]);
    return sorted(Object.fromEntries(texts.filter(([, cell]) => cell)));
  },
};

/** The answer in its one form: every field there, and none besides. Throws AnswerRefused. */
export function checkAnswer(kind, answer) {
  if (!Object.hasOwn(SHAPES, kind)) refuse("there is no such kind of exercise");
  if (!isObject(answer)) refuse("an answer is an object");
  const shape = SHAPES[kind];
  if (Object.keys(answer).some((name) => !Object.hasOwn(shape, name))) refuse("a field is not known");
  return sorted(
    Object.fromEntries(
      Object.entries(shape).map(([name, field]) => {
        const value = Object.hasOwn(answer, name) ? answer[name] : undefined;
        return [name, CHECKS[field.type](field, value)];
      }),
    ),
  );
}

/** Whether nothing was answered. A scale at 0 is an answer; a place in a timeline alone is none. */
export function isEmpty(answer) {
  return Object.entries(answer).every(([name, value]) => {
    if (name === "place" || value === null || value === "" || value === false) return true;
    return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
  });
}

/** What is left of an answer when only ticks are kept; null when nothing is. */
export function withoutWords(kind, answer) {
  const bare = Object.entries(SHAPES[kind]).filter(([, field]) => field.bare);
  if (bare.length === 0) return null;
  const left = checkAnswer(kind, Object.fromEntries(bare.map(([name]) => [name, answer[name]])));
  return isEmpty(left) ? null : left;
}
