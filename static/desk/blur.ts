// Hiding parts of a photo: drawn over with a finger or the mouse, walked with the arrows. Without this file each part is
// ticked by itself.

const GRID = 16;

function parts(box: Element): HTMLInputElement[] {
  return [...box.querySelectorAll<HTMLInputElement>('input')];
}

/** The first part that is touched says whether all others are hidden or shown. */
function draw(box: HTMLElement): void {
  let hides: boolean | null = null;
  const touch = (event: PointerEvent): void => {
    const { left, top, width, height } = box.getBoundingClientRect();
    const column = Math.floor((GRID * (event.clientX - left)) / width);
    const row = Math.floor((GRID * (event.clientY - top)) / height);
    if (column < 0 || row < 0 || column >= GRID || row >= GRID) return;
    const part = parts(box)[row * GRID + column];
    if (!part) return;
    hides ??= !part.checked;
    part.checked = hides;
  };
  box.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    box.setPointerCapture(event.pointerId);
    hides = null;
    touch(event);
  });
  box.addEventListener('pointermove', (event) => {
    if (box.hasPointerCapture(event.pointerId)) touch(event);
  });
  // The pointer has ticked it already; a click that is none of a pointer's is a key's.
  box.addEventListener('click', (event) => {
    if (event.detail > 0) event.preventDefault();
  });
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -GRID, ArrowDown: GRID };

function walk(box: HTMLElement): void {
  box.addEventListener('keydown', (event) => {
    const all = parts(box);
    const step = STEPS[event.key];
    const next = step && all[all.indexOf(event.target as HTMLInputElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

/** Of a photo that is being blurred, if the page has one. */
export function watchBlur(): void {
  const box = document.querySelector<HTMLElement>('[data-blur]:not([data-watched])');
  if (!box) return;
  box.dataset.watched = '';
  draw(box);
  walk(box);
  document.querySelector('[data-blur-none]')?.addEventListener('click', () => {
    for (const part of parts(box)) part.checked = false;
  });
}
