// The phone in the browser: the provider's SDK behind a few words of ours. It knows no caller, only the leg it connects.
//
// The SDK is loaded when somebody wants to answer calls here, and never before. It asks nobody but the provider's own
// line: sounds are ours, and its reports about the quality of calls stay off.

const SOUNDS = [
  "incoming", "outgoing", "disconnect", "dtmf0", "dtmf1", "dtmf2", "dtmf3", "dtmf4", "dtmf5", "dtmf6", "dtmf7", "dtmf8", "dtmf9",
  "dtmfs", "dtmfh",
];
const KEPT = "desk-phone";
const LEVEL_MS = 100;
// The SDK tries for ever to reach its maker. Who waits on the line does not wait for that: another way is taken.
const CONNECT_MS = 12000;
// The codes with which a token is refused: invalid, expired. Any other error a fresh token would only repeat.
const TOKEN_REFUSED = new Set([20101, 20104]);
const REFRESH_MS = 15000;

/** Why the phone cannot be used, as a word that the page has a sentence for. */
export class Unusable extends Error {}

export class Softphone extends EventTarget {
  /** script: address of the SDK. sound: address of one that is heard in place of the SDK's own. token: asks for a fresh one. leaving: a warning's words. */
  constructor({ script, sound, token, leaving }) {
    super();
    this.script = script;
    this.sound = sound;
    this.askToken = token;
    this.leaving = leaving;
    this.device = null;
    this.call = null;
    this.status = "off"; // off, ready, connecting, open, reconnecting
    this.choice = { input: "", output: "", ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") };
    addEventListener("beforeunload", (event) => {
      if (this.isTalking) event.preventDefault();
    });
    navigator.mediaDevices?.addEventListener("devicechange", () => this.#devicesChanged());
  }

  get isTalking() {
    return this.call !== null;
  }

  get isReady() {
    return this.device !== null;
  }

  get isMuted() {
    return this.call?.isMuted() ?? false;
  }

  /** Make the phone usable: the microphone is allowed, the SDK is there, a token is at hand. Throws Unusable. */
  async ready() {
    if (this.device) return;
    this.making ??= this.#make().finally(() => (this.making = null));
    await this.making;
  }

  /** Connect the leg that the server made. Throws Unusable when it does not come about. */
  async connect(leg) {
    await this.ready();
    this.#say("connecting");
    try {
      this.call = await this.#connected(this.device.connect({ params: { leg } }));
    } catch {
      // a device that could not connect is not tried a second time: the next one begins afresh
      this.device.destroy();
      this.#gone();
      throw new Unusable("device");
    }
    const { call } = this;
    call.on("accept", () => this.#say("open"));
    call.on("reconnecting", () => this.#say("reconnecting"));
    call.on("reconnected", () => this.#say("open"));
    call.on("mute", () => this.#say(this.status));
    call.on("disconnect", () => this.#over(call));
    call.on("cancel", () => this.#over(call));
    call.on("reject", () => this.#over(call));
    call.on("error", () => {
      // an error may be one of those after which the call goes on: the SDK says so in its state
      if (call.status() === "closed") this.#over(call);
    });
  }

  hangUp() {
    this.call?.disconnect();
  }

  mute(on) {
    this.call?.mute(on);
  }

  /** Neither hears the other, while the caller waits apart. */
  silence(on) {
    this.call?.mute(on);
    for (const track of this.call?.getRemoteStream()?.getAudioTracks() ?? []) track.enabled = !on;
  }

  /** Microphones and loudspeakers by id and name. Without a permission browsers tell no names. */
  async devices() {
    const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    const of = (kind) => all.filter((each) => each.kind === kind && each.deviceId).map(({ deviceId, label }) => ({ id: deviceId, label }));
    return { inputs: of("audioinput"), outputs: "setSinkId" in HTMLMediaElement.prototype ? of("audiooutput") : [] };
  }

  /** Use these devices from now on, on this computer. */
  async choose(choice) {
    Object.assign(this.choice, choice);
    localStorage.setItem(KEPT, JSON.stringify(this.choice));
    await this.#apply();
  }

  /** Listen to the microphone without any call. level(0 to 1) is told many times a second; returns what ends it. */
  async tryMicrophone(level) {
    const stream = await this.#microphone();
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      level(Math.min(1, loudest * 1.5));
    }, LEVEL_MS);
    return () => {
      clearInterval(timer);
      for (const track of stream.getTracks()) track.stop();
      context.close();
    };
  }

  /** Two tones on the chosen loudspeaker. */
  async trySpeaker() {
    const context = new AudioContext();
    if (this.choice.output && context.setSinkId) await context.setSinkId(this.choice.output).catch(() => {});
    await context.resume();
    [440, 554].forEach((pitch, at) => {
      const tone = context.createOscillator();
      const gain = context.createGain();
      const from = context.currentTime + 0.05 + at * 0.35;
      tone.frequency.value = pitch;
      gain.gain.setValueAtTime(0, from);
      gain.gain.linearRampToValueAtTime(0.25, from + 0.05);
      gain.gain.linearRampToValueAtTime(0, from + 0.3);
      tone.connect(gain).connect(context.destination);
      tone.start(from);
      tone.stop(from + 0.35);
    });
    setTimeout(() => context.close(), 1500);
  }

  /** The call, or a refusal when the SDK needs too long for it. A call that comes too late is put down. */
  #connected(coming) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Unusable("device"));
        coming.then((call) => call.disconnect()).catch(() => {});
      }, CONNECT_MS);
      coming.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  // --- inside -------------------------------------------------------------------------------------------------

  async #make() {
    const stream = await this.#microphone();
    for (const track of stream.getTracks()) track.stop();
    try {
      if (!globalThis.Twilio?.Device) await load(this.script);
    } catch {
      throw new Unusable("script");
    }
    const { Device } = globalThis.Twilio;
    if (!Device.isSupported) throw new Unusable("browser");
    let token;
    try {
      token = await this.askToken();
    } catch {
      throw new Unusable("token");
    }
    this.device = new Device(token, {
      closeProtection: this.leaving,
      codecPreferences: ["opus", "pcmu"],
      edge: "roaming",
      enableImprovedSignalingErrorPrecision: true,
      logLevel: "silent",
      maxCallSignalingTimeoutMs: 30000,
      publishEvents: false,
      sounds: Object.fromEntries(SOUNDS.map((name) => [name, this.sound])),
    });
    this.device.on("tokenWillExpire", () => this.#refresh());
    this.device.on("error", (error) => TOKEN_REFUSED.has(error.code) && this.#refresh());
    await this.#apply();
    this.#say("ready");
  }

  async #microphone() {
    if (!navigator.mediaDevices?.getUserMedia) throw new Unusable("browser");
    const wanted = this.choice.input ? { deviceId: { ideal: this.choice.input } } : true;
    try {
      return await navigator.mediaDevices.getUserMedia({ audio: wanted });
    } catch (error) {
      throw new Unusable(error.name === "NotFoundError" ? "no_microphone" : "microphone");
    }
  }

  /** A device that is chosen and not there (a headset that was left at home) is passed over; the choice stays. */
  async #apply() {
    const audio = this.device?.audio;
    if (!audio) return;
    audio.disconnect(false);
    audio.outgoing(false);
    const { input, output } = this.choice;
    if (input && audio.availableInputDevices.has(input)) await audio.setInputDevice(input).catch(() => {});
    if (output && audio.isOutputSelectionSupported && audio.availableOutputDevices.has(output)) {
      await audio.speakerDevices.set(output).catch(() => {});
    }
  }

  async #refresh() {
    if (Date.now() - (this.refreshedAt ?? 0) < REFRESH_MS) return;
    this.refreshedAt = Date.now();
    try {
      this.device?.updateToken(await this.askToken());
    } catch {
      // the next heartbeat says what is wrong; a call that goes on needs no fresh token
    }
  }

  #gone() {
    this.device = null;
    this.call = null;
    this.#say("off");
  }

  #over(call = this.call) {
    if (call !== this.call) return;
    this.call = null;
    this.#say(this.device ? "ready" : "off");
  }

  #devicesChanged() {
    this.#apply();
    this.dispatchEvent(new CustomEvent("devices"));
  }

  #say(status) {
    this.status = status;
    this.dispatchEvent(new CustomEvent("status", { detail: status }));
  }
}

function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}
