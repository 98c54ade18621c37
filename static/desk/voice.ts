// A voice as it is listened to at the desk: its waveform to see and to click, five speeds, keys. Without this file, or
// where no waveform can be made, the browser's own player stays.

const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
const STEP_S = 5;
/** After so long a browser has looked at the sources, where it had no network to wait for. */
const SETTLED_MS = 500;

/** `1:03`. */
function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string>,
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

interface Wave {
  /** How long the voice is: what the waveform's maker counted, since what phones record does not say. */
  seconds: number;
  box: string;
  strokes: string;
}

/** The waveform, made by the server now where nobody listened before; while it is busy, asked for again. */
async function waveOf(address: string, tries = 5): Promise<Wave | null> {
  const answer = await fetch(address).catch(() => null);
  if (answer?.status === 503 && tries > 1) {
    await new Promise((go) => setTimeout(go, 1000 * Number(answer.headers.get('Retry-After') ?? 5)));
    return waveOf(address, tries - 1);
  }
  if (!answer?.ok) return null;
  const svg = new DOMParser().parseFromString(await answer.text(), 'image/svg+xml').documentElement;
  const seconds = Number(svg.dataset.ms) / 1000;
  const [box, strokes] = [svg.getAttribute('viewBox'), svg.querySelector('path')?.getAttribute('d')];
  return seconds && box && strokes ? { seconds, box, strokes } : null;
}

/** It is drawn twice: what was heard lies over the whole, and is cut off where one is. */
function drawn(wave: Wave, name: string): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  for (const [key, value] of [
    ['viewBox', wave.box],
    ['preserveAspectRatio', 'none'],
    ['aria-hidden', 'true'],
    ['class', name],
  ]) {
    svg.setAttribute(key as string, value as string);
  }
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', wave.strokes);
  svg.append(path);
  return svg;
}

class Player {
  private readonly audio: HTMLAudioElement;
  private readonly words: DOMStringMap;
  private length = 0;
  private button?: HTMLButtonElement;
  private track?: HTMLElement;
  private time?: HTMLElement;

  constructor(private readonly box: HTMLElement) {
    this.audio = box.querySelector('audio') as HTMLAudioElement;
    this.words = box.dataset;
    this.box.append(this.speeds());
    this.box.addEventListener('keydown', (event) => this.press(event));
    this.audio.querySelector('source:last-of-type')?.addEventListener('error', () => this.giveUp());
    this.audio.addEventListener('error', () => this.giveUp());
    setTimeout(() => this.isUnplayable && this.giveUp(), SETTLED_MS);
  }

  /** Neither as it came nor as AAC. */
  private get isUnplayable(): boolean {
    return this.audio.error !== null || this.audio.networkState === HTMLMediaElement.NETWORK_NO_SOURCE;
  }

  async show(): Promise<void> {
    const wave = this.words.wave ? await waveOf(this.words.wave) : null;
    if (!wave || this.isUnplayable) return;
    this.length = wave.seconds;
    this.button = make('button', { type: 'button', class: 'play', 'data-key': 'p', 'aria-keyshortcuts': 'p' });
    this.track = make('div', { role: 'slider', tabindex: '0', class: 'wave', 'aria-label': this.words.position ?? '' });
    this.track.append(drawn(wave, 'whole'), drawn(wave, 'heard-part'));
    this.time = make('span', { class: 'time' });
    this.button.addEventListener('click', () => this.toggle());
    this.track.addEventListener('pointerdown', (event) => this.drag(event));
    for (const name of ['timeupdate', 'play', 'pause', 'ended', 'seeked']) {
      this.audio.addEventListener(name, () => this.draw());
    }
    this.audio.controls = false;
    this.audio.hidden = true;
    this.box.prepend(this.button, this.track, this.time);
    this.box.classList.add('drawn');
    this.draw();
  }

  private draw(): void {
    const { audio, button, track, time } = this;
    if (!button || !track || !time) return;
    const at = Math.min(audio.currentTime, this.length);
    const says = `${clock(at)} / ${clock(this.length)}`;
    button.setAttribute('aria-label', (audio.paused ? this.words.play : this.words.pause) ?? '');
    button.dataset.state = audio.paused ? 'paused' : 'playing';
    track.style.setProperty('--at', `${(100 * at) / this.length}%`);
    track.setAttribute('aria-valuemin', '0');
    track.setAttribute('aria-valuemax', String(Math.round(this.length)));
    track.setAttribute('aria-valuenow', String(Math.round(at)));
    track.setAttribute('aria-valuetext', says);
    time.textContent = says;
  }

  private toggle(): void {
    if (!this.audio.paused) {
      this.audio.pause();
      return;
    }
    for (const other of document.querySelectorAll('audio')) if (other !== this.audio) other.pause();
    void this.audio.play().catch(() => this.draw());
  }

  /** Says so, and offers the file: another program may play it. */
  private giveUp(): void {
    const words = this.box.querySelector<HTMLElement>('.unplayable');
    if (!words) return;
    words.hidden = false;
    this.box.replaceChildren(words);
    this.box.classList.remove('drawn');
  }

  private seek(to: number): void {
    this.audio.currentTime = Math.max(0, Math.min(to, this.length - 0.05));
    this.draw();
  }

  private drag(event: PointerEvent): void {
    const track = this.track as HTMLElement;
    const go = (at: PointerEvent): void => {
      const { left, width } = track.getBoundingClientRect();
      this.seek((this.length * (at.clientX - left)) / width);
    };
    track.setPointerCapture(event.pointerId);
    track.addEventListener('pointermove', go);
    track.addEventListener('pointerup', () => track.removeEventListener('pointermove', go), { once: true });
    track.addEventListener('pointercancel', () => track.removeEventListener('pointermove', go), { once: true });
    go(event);
  }

  private speeds(): HTMLElement {
    const buttons = SPEEDS.map((speed) => {
      const one = make(
        'button',
        { type: 'button', 'aria-pressed': String(speed === 1) },
        `${speed.toLocaleString(document.documentElement.lang)}×`,
      );
      one.addEventListener('click', () => {
        this.audio.defaultPlaybackRate = speed;
        this.audio.playbackRate = speed;
        for (const other of buttons) other.setAttribute('aria-pressed', String(other === one));
      });
      return one;
    });
    return make('div', { role: 'group', class: 'speeds', 'aria-label': this.words.speed ?? '' }, ...buttons);
  }

  /** Keys of whoever is in the player; the record's own keys are letters, and go on. */
  private press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.track) return;
    const on = event.target as HTMLElement;
    const at = this.audio.currentTime;
    const to: Record<string, number> = {
      ArrowLeft: at - STEP_S,
      ArrowRight: at + STEP_S,
      Home: 0,
      End: this.length,
    };
    if (event.key in to) this.seek(to[event.key] as number);
    else if (event.key === ' ' && on === this.track) this.toggle();
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') this.step(event.key === 'ArrowUp' ? 1 : -1);
    else return;
    event.preventDefault();
  }

  private step(by: 1 | -1): void {
    const buttons = [...this.box.querySelectorAll<HTMLButtonElement>('.speeds button')];
    const at = buttons.findIndex((one) => one.getAttribute('aria-pressed') === 'true');
    buttons[Math.max(0, Math.min(buttons.length - 1, at + by))]?.click();
  }
}

/** Makes players of the voices that a page has, and has no player for yet. */
export function watchVoices(): void {
  for (const box of document.querySelectorAll<HTMLElement>('[data-voice]:not([data-watched])')) {
    box.dataset.watched = '';
    void new Player(box).show();
  }
}
