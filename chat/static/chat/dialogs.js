// Questions over the conversation, one at a time. None is modal to the browser: that would make the head of the page
// dead, and with it the button to leave now. Everything else is made inert instead, so that keyboard and screen reader
// find the question and that button, and nothing behind them.

export class Dialogs {
  /** behind: what cannot be used while a question is open. back: what gets the focus afterwards. */
  constructor({ behind, back }) {
    this.behind = behind;
    this.back = back;
    this.current = null;
    this.watcher = null;
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.current) return;
      event.preventDefault();
      this.close();
    });
  }

  open(dialog) {
    this.close();
    this.current = dialog;
    for (const part of this.behind) part.inert = true;
    dialog.show();
    // the heading, not the first button: nobody deletes anything with the key that opened the question
    dialog.querySelector("h2").focus();
    // "back" on a phone closes the question, and does not leave the page
    if ("CloseWatcher" in window) {
      this.watcher = new CloseWatcher();
      this.watcher.onclose = () => this.close();
    }
  }

  close() {
    const dialog = this.current;
    if (!dialog) return;
    this.current = null;
    this.watcher?.destroy();
    this.watcher = null;
    dialog.close();
    for (const part of this.behind) part.inert = false;
    this.back.focus();
  }
}
