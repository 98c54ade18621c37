// One touch does one thing. A finger that trembles, a worn screen, a mouse that bounces or a person who is not sure make
// two touches of one; the second falls on whatever is there by then: the next screen, where it answers for somebody.
//
// So a press is dropped when it comes right after another at the same spot, and
//  - falls on the same control again, unless each press of it counts (a digit, less, more), or
//  - falls on something that was not there when the first one was made.
// It is also dropped when what is under the finger came there so short a time ago that nobody can have seen it. A neighbour
// that was there before can be pressed as quickly as one likes.
//
// `isEcho` decides and is pure; `guardTouches` listens. It listens before everybody else, at the one place where all
// clicks pass, so that no screen has to think of it.

/** Two presses at one spot within this time are one: the slowest double clicks take half a second, and a busy phone adds to it. */
export const AGAIN_MS = 650;
/** From seeing something new to pressing it takes people at least this long. */
export const UNSEEN_MS = 300;
/** The longest that a slow phone takes from a press to the screen it leads to, and people touch again meanwhile. */
const SLOW_MS = 2600;
/** How far a finger wanders between two touches of one spot, in CSS pixels. */
const WANDER = 48;
/** What has moved less has not moved. */
const STILL = 8;

export interface PressEvent {
  /** ms, of the same clock for all. */
  time: number;
  x: number;
  y: number;
  /** What is pressed. */
  control: object;
}

export interface Again extends PressEvent {
  /** Each press of the control counts. */
  counts: boolean;
  /** Whether the control was where it is now when the first press was made. */
  wasThere: boolean;
  /** When the control appeared; 0 when it was there from the beginning. */
  since: number;
}

/** Whether a press only repeats the one before it. */
export function isEcho(before: PressEvent | null, press: Again): boolean {
  if (!before || !isNear(before, press)) return false;
  const ago = press.time - before.time;
  const soon = ago < AGAIN_MS;
  if (press.control === before.control) return soon && !press.counts;
  if (press.wasThere) return false;
  return soon || (ago < SLOW_MS && press.time - press.since < UNSEEN_MS);
}

const isNear = (before: PressEvent, press: PressEvent): boolean =>
  Math.hypot(press.x - before.x, press.y - before.y) <= WANDER;

const CONTROLS = 'button, a[href], label, input, textarea, select, summary';
/** Put on a control, or on what holds several, whose every press counts. */
const COUNTS = '[data-counts]';
/** What a key may do again and again because it only writes. */
const WRITES = 'textarea, input:not([type=radio]):not([type=checkbox]):not([type=range]):not([type=file])';

interface Last extends PressEvent {
  places: Map<Element, DOMRect>;
}

/** When a part of the page appeared. */
const since = new WeakMap<Node, number>();
let last: Last | null = null;
/** The press under way, and whether it is dropped; null when there is none. */
let current: { control: Element | null; echo: boolean; x: number; y: number; time: number; value?: string } | null =
  null;
let key: { time: number; control: Element | null; echo: boolean } | null = null;

/** How long a screen that has just appeared does not take a press where the last one was made. */
export function restsFor(now: number): number {
  if (!last || now - last.time >= SLOW_MS) return 0;
  return Math.max(last.time + AGAIN_MS - now, UNSEEN_MS);
}

/** Begins to listen. */
export function guardTouches(): void {
  const seen = new MutationObserver((changes) => {
    const now = performance.now();
    for (const { addedNodes } of changes) addedNodes.forEach((node) => since.set(node, now));
  });
  seen.observe(document.documentElement, { childList: true, subtree: true });
  addEventListener('pointerdown', onDown, true);
  addEventListener('pointercancel', () => (current = null), true);
  addEventListener('mousedown', (event) => current?.echo && event.preventDefault(), true); // it would take the focus
  for (const kind of ['pointerup', 'input', 'change']) addEventListener(kind, onSlide, true);
  addEventListener('keydown', onKey, true);
  addEventListener('click', onClick, true);
}

function onDown(event: PointerEvent): void {
  key = null;
  const { clientX: x, clientY: y, timeStamp: time } = event;
  const control = controlOf(event.target);
  current = {
    control,
    echo: isRepeat(control, { x, y, time }),
    x,
    y,
    time,
    ...(isSlider(event.target) ? { value: event.target.value } : {}),
  };
  if (current.echo && last) last.time = time; // three touches are one as well
}

/** A slider answers without a click. */
function onSlide(event: Event): void {
  const { target } = event;
  if (!current?.echo || !isSlider(target) || current.control !== controlOf(target)) return;
  target.value = current.value ?? target.value;
  event.stopImmediatePropagation();
}

function onClick(event: MouseEvent): void {
  if (!event.isTrusted) return; // the app itself
  if (event.detail === 0 && key) return key.echo ? drop(event) : undefined;
  const control = controlOf(event.target);
  if (!current) {
    // No finger and no key: something that helps a person to press.
    if (isRepeat(control, spotOf(event, control))) return drop(event);
    return remember(control, spotOf(event, control));
  }
  if (current.echo) return drop(event);
  const { control: pressed, ...spot } = current;
  if (labelled(pressed, control)) return; // the control of a label is clicked after it
  if (pressed && control && pressed !== control) return drop(event); // the screen changed under the finger
  remember(control, spot);
}

/** Enter and space press what has the focus; held down they would go on pressing. */
function onKey(event: KeyboardEvent): void {
  const target = event.target as Element;
  current = null;
  if (event.key !== 'Enter' && event.key !== ' ') return void (key = null);
  if (target.matches?.(event.key === ' ' ? WRITES : 'textarea')) return void (key = null);
  const control = controlOf(target);
  const same = !!control && key?.control === control && !!control.closest(COUNTS);
  const echo = event.repeat ? !control?.closest(COUNTS) : !!key && event.timeStamp - key.time < AGAIN_MS && !same;
  key = { time: event.timeStamp, control, echo };
  if (echo) drop(event);
}

interface Spot {
  x: number;
  y: number;
  time: number;
}

function isRepeat(control: Element | null, spot: Spot): boolean {
  if (!control || !last) return false;
  const box = boxOf(control);
  const place = last.places.get(control);
  const wasThere = !!place && Math.abs(place.left - box.left) < STILL && Math.abs(place.top - box.top) < STILL;
  return isEcho(last, { ...spot, control, wasThere, counts: !!control.closest(COUNTS), since: appeared(control) });
}

function remember(control: Element | null, spot: Spot): void {
  if (!control) return;
  const places = new Map(
    Array.from(document.querySelectorAll(CONTROLS), (each): [Element, DOMRect] => [each, boxOf(each)]),
  );
  last = { ...spot, control, places };
}

/** On the page: what was only scrolled has not moved. */
function boxOf(element: Element): DOMRect {
  const { left, top, width, height } = element.getBoundingClientRect();
  return new DOMRect(left + scrollX, top + scrollY, width, height);
}

/** A label is the control, whatever is in it. */
const controlOf = (target: EventTarget | null): Element | null =>
  target instanceof Element ? (target.closest('label') ?? target.closest(CONTROLS)) : null;

const isSlider = (target: EventTarget | null): target is HTMLInputElement =>
  target instanceof HTMLInputElement && target.type === 'range';

const labelled = (label: Element | null, control: Element | null): boolean =>
  label instanceof HTMLLabelElement && label !== control && label.control === control;

function spotOf({ clientX, clientY, timeStamp: time }: MouseEvent, control: Element | null): Spot {
  if (clientX || clientY || !control) return { x: clientX, y: clientY, time };
  const { left, top, right, bottom } = boxOf(control);
  return { x: (left + right) / 2 - scrollX, y: (top + bottom) / 2 - scrollY, time };
}

function appeared(control: Element): number {
  let latest = 0;
  for (let node: Node | null = control; node; node = node.parentNode) latest = Math.max(latest, since.get(node) ?? 0);
  return latest;
}

function drop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
