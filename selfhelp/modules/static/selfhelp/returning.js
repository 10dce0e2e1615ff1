// That somebody came back to a workbook that is kept: a bare count, with no key, no cookie and nothing remembered.
//
// Nothing is stored in a browser for it. Somebody comes back when a lock is opened; and, for a workbook that stands open
// in this browser, when a page of it is opened from elsewhere than from a page of ours. A proof of work goes along, so
// that the figure can not be driven up for nothing; it is good once and tells nothing about who made it.

import { proof } from "./safe.js";

/** Whether this page was reached from outside: typed, a bookmark, another site. */
export function cameFromElsewhere() {
  const [visit] = performance.getEntriesByType("navigation");
  return visit?.type === "navigate" && !document.referrer.startsWith(`${location.origin}/`);
}

export async function tellReturn({ dataset }) {
  try {
    const body = new URLSearchParams({ what: "return", proof: await proof() });
    await fetch(dataset.counted, { method: "POST", body, credentials: "omit", keepalive: true });
  } catch {
    // a figure that is one too low
  }
}
