// A voice that goes with a form: recorded here, heard again, and put into the form's own field for files. Without this file,
// or where the browser cannot record, a file is chosen.

/** What every phone plays comes first: then nothing has to be made of it. */
const TYPES = ['audio/mp4;codecs=mp4a.40.2', 'audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/webm'];
const LONGEST_S = 180;
const LEAST_MS = 700;
const BITS = 32000;

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, '0')}`;
}

function able(): boolean {
  return typeof MediaRecorder !== 'undefined' && !!navigator.mediaDevices && typeof DataTransfer !== 'undefined';
}

class Recorder {
  private readonly field: HTMLInputElement;
  private readonly words: DOMStringMap;
  private readonly main = document.createElement('button');
  private readonly sign = document.createElement('span');
  private readonly erase = document.createElement('button');
  private readonly status = document.createElement('p');
  private readonly player = document.createElement('audio');
  private live: MediaRecorder | null = null;

  constructor(private readonly box: HTMLElement) {
    this.field = box.querySelector('input[type=file]') as HTMLInputElement;
    this.words = box.dataset;
    this.main.type = this.erase.type = 'button';
    this.sign.setAttribute('aria-hidden', 'true');
    this.sign.className = 'sign';
    this.erase.textContent = this.words.erase ?? '';
    this.status.setAttribute('role', 'status');
    this.player.controls = true;
    const row = document.createElement('div');
    row.className = 'row';
    row.append(this.main, this.erase);
    this.field.before(row, this.status);
    this.main.addEventListener('click', () => void (this.live ? this.live.stop() : this.begin()));
    this.erase.addEventListener('click', () => this.take(null));
    this.field.addEventListener('change', () => this.show());
    box.closest('form')?.addEventListener('submit', (event) => this.holdBack(event), { capture: true });
    this.show();
  }

  /** What is being recorded is heard to its end before the form goes. */
  private holdBack(event: Event): void {
    if (!this.live) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.live.stop();
  }

  private show(): void {
    const file = this.field.files?.[0];
    if (this.player.src) URL.revokeObjectURL(this.player.src);
    if (file) this.player.src = URL.createObjectURL(file);
    this.erase.hidden = !file || !!this.live;
    if (this.erase.hidden) this.player.remove();
    else this.status.before(this.player);
    const says = (this.live ? this.words.stop : file ? this.words.again : this.words.record) ?? '';
    this.sign.textContent = this.live ? '■ ' : '● ';
    this.main.replaceChildren(this.sign, says);
    this.box.toggleAttribute('data-live', !!this.live);
  }

  private take(file: File | null): void {
    const chosen = new DataTransfer();
    if (file) chosen.items.add(file);
    this.field.files = chosen.files;
    this.status.textContent = '';
    this.show();
  }

  private async begin(): Promise<void> {
    this.player.pause();
    this.main.disabled = true;
    try {
      const audio = { echoCancellation: true, noiseSuppression: true, channelCount: 1 };
      this.listen(await navigator.mediaDevices.getUserMedia({ audio }));
    } catch (error) {
      const refused = (error as DOMException).name === 'NotAllowedError';
      this.status.textContent = (refused ? this.words.refused : this.words.none) ?? '';
    }
    this.main.disabled = false;
    this.show();
  }

  private listen(stream: MediaStream): void {
    const mimeType = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
    const live = new MediaRecorder(stream, { ...(mimeType ? { mimeType } : {}), audioBitsPerSecond: BITS });
    const parts: Blob[] = [];
    const began = performance.now();
    const ticking = setInterval(() => this.tick(live, (performance.now() - began) / 1000), 250);
    live.ondataavailable = ({ data }) => data.size && parts.push(data);
    live.onstop = () => {
      clearInterval(ticking);
      for (const track of stream.getTracks()) track.stop();
      this.live = null;
      this.end(parts, live.mimeType, performance.now() - began);
    };
    live.start(1000);
    this.live = live;
    this.tick(live, 0);
  }

  /** Goes on where it is in the page still, and not for ever. */
  private tick(live: MediaRecorder, seconds: number): void {
    this.status.textContent = `● ${clock(seconds)} / ${clock(LONGEST_S)}`;
    if (live.state !== 'inactive' && (seconds >= LONGEST_S || !this.box.isConnected)) live.stop();
  }

  private end(parts: Blob[], mime: string, ms: number): void {
    const type = mime.split(';')[0] || 'audio/webm';
    const content = new Blob(parts, { type });
    if (ms < LEAST_MS || !content.size) {
      this.status.textContent = this.words.short ?? '';
      this.show();
      return;
    }
    this.take(new File([content], `voice.${type.split('/')[1]}`, { type }));
    if (ms / 1000 >= LONGEST_S) this.status.textContent = this.words.full ?? '';
    this.main.focus();
  }
}

/** Of the forms that a page has, which have no recorder yet. */
export function watchRecorders(): void {
  if (!able()) return;
  for (const box of document.querySelectorAll<HTMLElement>('[data-recorder]:not([data-watched])')) {
    box.dataset.watched = '';
    new Recorder(box);
  }
}
