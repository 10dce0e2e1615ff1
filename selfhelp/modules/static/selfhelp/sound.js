// The player of a recording: a button, ten seconds back, and where it is. Nothing plays before somebody presses it, only
// one plays at a time, and leaving in a hurry is silent at once.

const BACK_SECONDS = 10;

function clock(seconds) {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

class Player {
  constructor(element) {
    this.words = element.dataset;
    this.audio = element.querySelector("audio");
    this.row = element.querySelector(".sh-player-row");
    this.toggle = element.querySelector("[data-toggle]");
    this.place = element.querySelector("[data-place]");
    this.time = element.querySelector("[data-time]");
    this.told = element.querySelector("[data-told]");
    this.audio.controls = false;
    this.row.hidden = false;
    this.toggle.addEventListener("click", () => (this.audio.paused ? this.play() : this.audio.pause()));
    element.querySelector("[data-back]").addEventListener("click", () => this.goTo(this.audio.currentTime - BACK_SECONDS));
    this.place.addEventListener("input", () => this.goTo(Number(this.place.value)));
    for (const name of ["play", "pause", "ended"]) this.audio.addEventListener(name, () => this.#showState());
    for (const name of ["timeupdate", "durationchange", "seeked"]) this.audio.addEventListener(name, () => this.#showTime());
    this.audio.addEventListener("error", () => this.#give());
    this.#showTime();
  }

  async play() {
    for (const other of players) if (other !== this) other.audio.pause();
    // what a locked phone would show of it: the page's own neutral name
    if ("mediaSession" in navigator) navigator.mediaSession.metadata = new MediaMetadata({ title: document.title });
    try {
      await this.audio.play();
    } catch (error) {
      if (error.name !== "AbortError") this.#give();
    }
  }

  stop() {
    this.audio.pause();
    this.audio.removeAttribute("src");
    this.audio.load();
  }

  goTo(seconds) {
    this.audio.currentTime = Math.max(0, seconds);
  }

  #showState() {
    const isPlaying = !this.audio.paused && !this.audio.ended;
    this.toggle.querySelector("[data-words]").textContent = isPlaying ? this.words.pause : this.words.play;
    this.toggle.querySelector("[data-icon=play]").hidden = isPlaying;
    this.toggle.querySelector("[data-icon=pause]").hidden = !isPlaying;
  }

  #showTime() {
    const { currentTime, duration } = this.audio;
    const isKnown = Number.isFinite(duration);
    const words = this.words.of.replace("{at}", clock(currentTime)).replace("{whole}", clock(duration));
    this.place.disabled = !isKnown;
    this.place.max = String(isKnown ? Math.floor(duration) : 0);
    this.place.value = String(Math.floor(currentTime));
    this.place.setAttribute("aria-valuetext", words);
    this.time.textContent = isKnown ? `${clock(currentTime)} / ${clock(duration)}` : "";
  }

  /** It does not play here: the words remain. */
  #give() {
    if (!this.audio.hasAttribute("src")) return;
    this.row.hidden = true;
    this.told.textContent = this.words.broken;
  }
}

const players = [...document.querySelectorAll("[data-player]")].map((element) => new Player(element));
addEventListener("leaving", () => players.forEach((player) => player.stop()));
addEventListener("pagehide", () => players.forEach((player) => player.audio.pause()));
