// The closings with one click. They stand above the questions while none is answered, and belong below them after that.
//
// They go while nobody sees them: the browser holds what is on the screen in its place (scroll anchoring). Under
// somebody's eyes the questions would jump, and the next click would land on another answer.

export class Kinds {
  /** isAnswered: tells whether any question has an answer by now. */
  constructor(kinds, form, isAnswered) {
    this.kinds = kinds;
    this.form = form;
    this.isAnswered = isAnswered;
    this.isSeen = true;
    if (!kinds || form.compareDocumentPosition(kinds) & Node.DOCUMENT_POSITION_FOLLOWING) return;
    this.eye = new IntersectionObserver((entries) => {
      this.isSeen = entries.at(-1).isIntersecting;
      this.look();
    });
    this.eye.observe(kinds);
  }

  /** Something was answered or scrolled. */
  look() {
    if (!this.eye || this.isSeen || !this.isAnswered() || this.kinds.contains(document.activeElement)) return;
    this.stop();
    this.form.after(this.kinds);
  }

  stop() {
    this.eye?.disconnect();
    this.eye = null;
  }
}
