// A photo at the desk, larger and turned round: nothing of it is remembered. Without this file its link leads to the
// picture itself.

const LARGEST = 6;

class Viewer {
  private readonly dialog = document.createElement('dialog');
  private readonly picture: HTMLImageElement;
  private turn = 0;
  private zoom = 1;
  private x = 0;
  private y = 0;

  constructor(link: HTMLAnchorElement) {
    this.picture = new Image();
    this.picture.src = link.href;
    this.picture.alt = link.dataset.alt ?? '';
    this.picture.draggable = false;
    this.dialog.className = 'photo-viewer';
    this.dialog.setAttribute('aria-label', this.picture.alt);
    const stage = document.createElement('div');
    stage.className = 'stage';
    stage.append(this.picture);
    this.dialog.append(stage, this.bar(link.dataset));
    this.dialog.addEventListener('keydown', (event) => this.press(event));
    this.dialog.addEventListener('close', () => this.dialog.remove());
    stage.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    this.touch(stage);
    stage.addEventListener('dblclick', () => this.scale(this.zoom > 1 ? 1 / this.zoom : 2));
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.draw();
  }

  private bar(words: DOMStringMap): HTMLElement {
    const bar = document.createElement('div');
    bar.className = 'bar';
    const acts: [string, string | undefined, string, () => void][] = [
      ['−', words.smaller, '-', () => this.scale(1 / 1.5)],
      ['+', words.larger, '+', () => this.scale(1.5)],
      ['⟲', words.left, 'l', () => this.rotate(-90)],
      ['⟳', words.right, 'r', () => this.rotate(90)],
      ['✕', words.close, 'Escape', () => this.dialog.close()],
    ];
    for (const [sign, name, key, act] of acts) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = sign;
      button.title = `${name ?? ''} (${key})`;
      button.setAttribute('aria-label', name ?? sign);
      button.setAttribute('aria-keyshortcuts', key);
      button.addEventListener('click', act);
      bar.append(button);
    }
    return bar;
  }

  private draw(): void {
    this.picture.style.transform = `translate(${this.x}px, ${this.y}px) rotate(${this.turn}deg) scale(${this.zoom})`;
    this.picture.classList.toggle('turned', this.turn % 180 !== 0);
  }

  private rotate(by: number): void {
    this.turn += by;
    this.draw();
  }

  private scale(by: number): void {
    this.zoom = Math.max(1, Math.min(LARGEST, this.zoom * by));
    if (this.zoom === 1) this.x = this.y = 0;
    this.draw();
  }

  private move(x: number, y: number): void {
    if (this.zoom === 1) return;
    this.x += x;
    this.y += y;
    this.draw();
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    this.scale(event.deltaY < 0 ? 1.2 : 1 / 1.2);
  }

  /** One finger moves it, two make it larger and smaller. */
  private touch(stage: HTMLElement): void {
    const fingers = new Map<number, PointerEvent>();
    const apart = (): number => {
      const [a, b] = [...fingers.values()];
      return a && b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : 0;
    };
    stage.addEventListener('pointerdown', (event) => {
      stage.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, event);
    });
    stage.addEventListener('pointermove', (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const wide = apart();
      fingers.set(event.pointerId, event);
      if (wide) this.scale(apart() / wide);
      this.move((event.clientX - before.clientX) / fingers.size, (event.clientY - before.clientY) / fingers.size);
    });
    for (const end of ['pointerup', 'pointercancel'] as const) {
      stage.addEventListener(end, (event) => fingers.delete(event.pointerId));
    }
  }

  /** No key of the page behind it does anything while it is open. */
  private press(event: KeyboardEvent): void {
    event.stopPropagation();
    const acts: Record<string, () => void> = {
      '+': () => this.scale(1.5),
      '=': () => this.scale(1.5),
      '-': () => this.scale(1 / 1.5),
      '0': () => this.scale(1 / this.zoom),
      r: () => this.rotate(90),
      l: () => this.rotate(-90),
      ArrowLeft: () => this.move(60, 0),
      ArrowRight: () => this.move(-60, 0),
      ArrowUp: () => this.move(0, 60),
      ArrowDown: () => this.move(0, -60),
    };
    const act = acts[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }
}

/** Opens photos over the page. */
export function watchPhotos(): void {
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-photo]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || typeof HTMLDialogElement === 'undefined') return;
    event.preventDefault();
    new Viewer(link);
  });
}
