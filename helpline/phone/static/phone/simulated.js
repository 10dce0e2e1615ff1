// A double of the SDK's Device, for the demo and the tests in a browser: it stands where the SDK would stand and talks to
// the simulator through the house. It has what the softphone uses of the SDK and nothing else; a test compares it with
// the type definitions that the SDK is published with.

(() => {
  const LOOK_MS = 700;
  const root = document.getElementById("desk");
  const { simulated } = JSON.parse(document.getElementById("desk-addresses").textContent).phone;

  async function ask(address, body) {
    const options = body
      ? {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-CSRFToken": root.dataset.csrf },
          body: JSON.stringify(body),
        }
      : { headers: { "X-Background": "1" } };
    const answer = await fetch(address, { credentials: "same-origin", cache: "no-store", ...options });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return answer.json();
  }

  class Emitter {
    #heardBy = new Map();

    on(event, heardBy) {
      this.#heardBy.set(event, [...(this.#heardBy.get(event) ?? []), heardBy]);
      return this;
    }

    emit(event, ...told) {
      for (const heardBy of this.#heardBy.get(event) ?? []) heardBy(...told);
      return true;
    }
  }

  class Call extends Emitter {
    #status = "connecting";
    #muted = false;

    constructor(state) {
      super();
      this.parameters = { CallSid: state.sid };
      this.look();
    }

    status() {
      return this.#status;
    }

    isMuted() {
      return this.#muted;
    }

    mute(shouldMute = true) {
      this.#muted = shouldMute;
      this.emit("mute", shouldMute, this);
    }

    getRemoteStream() {
      return undefined;
    }

    disconnect() {
      ask(`${simulated}${this.parameters.CallSid}/hang-up`, {}).catch(() => {});
      this.#end();
    }

    async look() {
      while (this.#status !== "closed") {
        const state = await ask(`${simulated}${this.parameters.CallSid}`).catch(() => null);
        if (state && !state.is_live) this.#end();
        else if (state?.status === "in-progress" && this.#status === "connecting") {
          this.#status = "open";
          this.emit("accept", this);
        }
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    }

    #end() {
      if (this.#status === "closed") return;
      this.#status = "closed";
      this.emit("disconnect", this);
    }
  }

  class AudioHelper {
    availableInputDevices = new Map();
    availableOutputDevices = new Map();
    isOutputSelectionSupported = false;
    speakerDevices = { set: async () => {} };

    async setInputDevice() {}

    disconnect(doEnable = false) {
      return doEnable;
    }

    outgoing(doEnable = false) {
      return doEnable;
    }
  }

  class Device extends Emitter {
    #audio = new AudioHelper();

    static get isSupported() {
      return true;
    }

    get audio() {
      return this.#audio;
    }

    async connect(options = {}) {
      return new Call(await ask(simulated, options.params));
    }

    destroy() {}

    updateToken(token) {
      if (typeof token !== "string") throw new TypeError("a token is a text");
    }
  }

  globalThis.Twilio = { Device, Call };
})();
