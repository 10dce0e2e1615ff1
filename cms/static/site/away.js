// Runs before anything is painted. A page of a visit that was left stays blank when "back" brings it up again.
//
// The mark that this tab was left lives in the tab only (its name and its session storage) and ends with it. It does
// not hold for a visitor who comes back on purpose: a fresh navigation takes it away.
//
// While the server has not heard of the leaving (there was no network), the mark in the storage is the address that
// wants to be told. Whatever page of ours this tab shows next tells it, and shows nothing before it was heard: the
// visit's cookie is still there, and the page could be the conversation.
//
// The neutral page has this script too, as <script data-neutral>: it marks the tab, and is never blank.
(function () {
  "use strict";
  var MARK = "away";
  var HEARD = "1";
  var AGAIN_MS = 4000;
  var neutral = document.currentScript.hasAttribute("data-neutral");
  var telling = false;

  function stored() {
    try {
      return window.sessionStorage.getItem(MARK) || "";
    } catch (error) {
      return ""; // storage is switched off
    }
  }

  function mark(value) {
    window.name = MARK;
    try {
      window.sessionStorage.setItem(MARK, value);
    } catch (error) {
      // the name is enough
    }
  }

  function unmark() {
    window.name = "";
    try {
      window.sessionStorage.removeItem(MARK);
    } catch (error) {
      // nothing to take away
    }
  }

  function marked() {
    return window.name === MARK || stored() !== "";
  }

  function isUntold() {
    return /^\/([a-z0-9_-]+\/)?leave\/$/i.test(stored());
  }

  function blank() {
    document.documentElement.classList.add(MARK);
    document.title = "\u200e";
    if (document.body) document.body.replaceChildren();
    else document.addEventListener("DOMContentLoaded", blank);
  }

  /** Have the server hear of the leaving, at once when the network returns; then do what comes next. */
  function insist(next) {
    tell(next);
    window.addEventListener("online", function () {
      tell(next);
    });
  }

  function tell(next) {
    if (telling || !isUntold()) return;
    telling = true;
    fetch(stored(), {
      method: "POST",
      keepalive: true,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual",
    })
      .then(function (answer) {
        if (answer.type === "error" || answer.status >= 500) throw new Error("not heard");
        mark(HEARD); // the answer has cleared the storage
        next();
      })
      .catch(function () {
        window.setTimeout(tell, AGAIN_MS, next);
      })
      .then(function () {
        telling = false;
      });
  }

  function stay() {}

  function comeIn() {
    unmark();
    location.reload();
  }

  var entry = window.performance.getEntriesByType("navigation")[0];
  var fresh = !entry || entry.type === "navigate";
  if (neutral) {
    if (isUntold()) insist(stay);
    else mark(HEARD);
  } else if (isUntold()) {
    blank();
    insist(fresh ? comeIn : stay);
  } else if (marked()) {
    if (fresh) unmark();
    else blank();
  }

  // a page kept whole in memory wakes up without loading: look again
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted || neutral || !marked()) return;
    blank();
    insist(stay);
  });
})();
