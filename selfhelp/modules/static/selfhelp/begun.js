// The list of modules: beside each stands whether something of it was worked on, as far as it is kept and open here.
//
// Where nothing is kept, or it is under lock, the list stays as it is. It tells nobody anything and counts nothing.

import * as progress from "./progress.js";
import { places, ticked } from "./workbook.js";

const list = document.querySelector("[data-begun]");

function show(book) {
  const begun = new Set(places(book).map(({ place }) => place.module));
  for (const line of list.querySelectorAll("[data-module]")) {
    const { module, chapters } = line.dataset;
    const read = ticked(book, module);
    const isRead = chapters !== "" && chapters.split(" ").every((chapter) => read.has(chapter));
    line.querySelector("[data-all]").hidden = !isRead;
    line.querySelector("[data-some]").hidden = isRead || !begun.has(module);
  }
}

const { book } = await progress.load(list.dataset.programme);
if (book) show(book);
