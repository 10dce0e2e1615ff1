// Days as a calendar file (RFC 5545), as selfhelp/modules/calendar.py makes it: neutral words, and nothing of the plan.

const LONGEST = 75;

function fold(line) {
  const parts = [];
  let part = "";
  const size = (text) => new TextEncoder().encode(text).length;
  for (const letter of line) {
    if (size(part + letter) > LONGEST - (parts.length > 0 ? 1 : 0)) {
      parts.push(part);
      part = "";
    }
    part += letter;
  }
  return [...parts, part].join("\r\n ");
}

const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replaceAll("\n", "\\n");
const digits = (moment) => moment.toISOString().replace(/[-:]|\.\d{3}/g, "");

function after(day) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}

/** The name of an entry, made of its day alone: the same day is the same entry when the file is read twice. */
const nameOf = (day) => `day-${day}`;

export function calendar(days, summary, now) {
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//calendar//NONSGML 1//", "CALSCALE:GREGORIAN"];
  for (const day of [...new Set(days)].sort()) {
    lines.push(
      "BEGIN:VEVENT",
      `UID:${nameOf(day)}`,
      `DTSTAMP:${digits(now)}`,
      `DTSTART;VALUE=DATE:${day.replaceAll("-", "")}`,
      `DTEND;VALUE=DATE:${after(day).replaceAll("-", "")}`,
      fold(`SUMMARY:${escaped(summary)}`),
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
    );
  }
  return [...lines, "END:VCALENDAR", ""].join("\r\n");
}
