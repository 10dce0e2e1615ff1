// Answers in words, as selfhelp/modules/readable.py has them. `words` are the page's own: { when, day, done, gives, costs }.

function dayInWords(day) {
  if (!day) return "";
  const [year, month, date] = day.split("-").map(Number);
  const options = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(document.documentElement.lang, options).format(Date.UTC(year, month - 1, date));
}

const line = (label, text) => ({ label, text });
const number = ({ value }) => [line("", value === null ? "" : String(value))];

const LINES = {
  scale: number,
  score: number,
  checklist: ({ ticked, other }, labels) => [...ticked.map((key) => line("", labels[key] ?? key)), line("", other)],
  table: ({ date, cells }, labels) => [
    line("", dayInWords(date)),
    ...Object.keys(cells)
      .sort()
      .map((key) => line(labels[key] ?? key, cells[key])),
  ],
  writing: ({ text }) => [line("", text)],
  timeline: ({ when, what }) => [line(when, what)],
  balance: (answer, { now = "", change = "" }, words) => [
    line(`${now}: ${words.gives}`, answer.now_gives),
    line(`${now}: ${words.costs}`, answer.now_costs),
    line(`${change}: ${words.gives}`, answer.change_gives),
    line(`${change}: ${words.costs}`, answer.change_costs),
  ],
  plan: ({ what, when, date, done }, _labels, words) => [
    line("", what),
    line(words.when, when),
    line(words.day, dayInWords(date)),
    line("", done ? words.done : ""),
  ],
  quiz: ({ chosen }, labels) => chosen.map((key) => line("", labels[key] ?? key)),
  tick: () => [],
};

/** A label as it stands before its text: with a colon, unless it ends a sentence by itself. */
export function heading(label) {
  return /[?!.:]$/.test(label) ? label : `${label}:`;
}

/** One answer in words: [{ label, text }]. */
export function lines({ kind, answer, asked }, words) {
  return LINES[kind](answer, asked.labels, words).filter(({ text }) => text);
}
