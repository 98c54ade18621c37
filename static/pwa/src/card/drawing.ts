// Draws the card that is shared: the code, the state of the day, where to ask. No word of the record is on it.

import { generate } from 'lean-qr';

import { pairs } from '../domain/spoken';
import type { RecordState } from '../domain/states';
import { strokes } from './model';

export const WIDTH = 1080;
export const HEIGHT = 1350;

const INK = '#16211b';
const SOFT = '#46514a';
const PAPER = '#fbfaf6';
const SHEET = '#ffffff';
const ACCENT = '#0b5d3b';
const FONT = 'system-ui, -apple-system, Roboto, "Noto Sans", sans-serif';

/** What is on the card, in the person's language. */
export interface Card {
  code: string;
  state: RecordState;
  title: string;
  stateWord: string;
  day: string;
  how: string;
  or: string;
  address: string;
  /** Where the squares lead. */
  link: string;
}

export function draw(canvas: HTMLCanvasElement, card: Card): void {
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const on = canvas.getContext('2d');
  if (!on) throw new Error('no canvas');
  block(on, PAPER, [0, 0, WIDTH, HEIGHT]);
  block(on, ACCENT, [0, 0, WIDTH, 150]);
  text(on, 'Écho', { x: 70, y: 100, size: 72, colour: SHEET, bold: true, left: true });
  text(on, card.title, { y: 250, size: 56, bold: true });
  code(on, card.code);
  picture(on, card.state, { x: 110, y: 550, size: 220 });
  text(on, card.stateWord, { x: 380, y: 650, size: 68, bold: true, left: true, most: 630 });
  text(on, card.day, { x: 380, y: 730, size: 46, colour: SOFT, left: true, most: 630 });
  block(on, '#cfcabb', [70, 830, WIDTH - 140, 4]);
  squares(on, card.link, { x: 70, y: 890, size: 390 });
  text(on, card.how, { x: 510, y: 1000, size: 36, left: true, most: 500 });
  text(on, card.or, { x: 510, y: 1060, size: 36, left: true, most: 500 });
  text(on, card.address, { x: 510, y: 1140, size: 54, bold: true, colour: ACCENT, left: true, most: 500 });
}

type On = CanvasRenderingContext2D;

interface Words {
  x?: number;
  y: number;
  size: number;
  bold?: boolean;
  colour?: string;
  left?: boolean;
  /** The room there is: what is longer is written smaller. */
  most?: number;
}

function block(on: On, colour: string, [x, y, width, height]: [number, number, number, number]): void {
  on.fillStyle = colour;
  on.fillRect(x, y, width, height);
}

function text(
  on: On,
  words: string,
  { x = WIDTH / 2, y, size, bold, colour = INK, left, most = WIDTH - 140 }: Words,
): void {
  const font = (px: number): string => `${bold ? 700 : 400} ${px}px ${FONT}`;
  on.font = font(size);
  on.font = font(Math.floor(size * Math.min(1, most / on.measureText(words).width)));
  on.textAlign = left ? 'left' : 'center';
  on.fillStyle = colour;
  on.fillText(words, x, y);
}

function code(on: On, digits: string): void {
  block(on, SHEET, [70, 310, WIDTH - 140, 190]);
  on.strokeStyle = ACCENT;
  on.lineWidth = 6;
  on.strokeRect(70, 310, WIDTH - 140, 190);
  pairs(digits).forEach((pair, n) => text(on, pair, { x: 170 + n * 185, y: 441, size: 104, bold: true }));
}

function picture(on: On, state: RecordState, { x, y, size }: { x: number; y: number; size: number }): void {
  on.save();
  on.translate(x, y);
  on.scale(size / 48, size / 48);
  on.lineWidth = 3;
  on.lineCap = on.lineJoin = 'round';
  on.strokeStyle = INK;
  for (const stroke of strokes(state, INK)) {
    const path = new Path2D(stroke.path);
    on.fillStyle = stroke.fill;
    if (stroke.fill) on.fill(path);
    if (stroke.line) on.stroke(path);
  }
  on.restore();
}

/** The address for a phone's camera, with the white around it that cameras want. */
function squares(on: On, link: string, { x, y, size }: { x: number; y: number; size: number }): void {
  const code = generate(link);
  const module = Math.floor(size / (code.size + 8));
  block(on, SHEET, [x, y, size, size]);
  const start = Math.floor((size - module * code.size) / 2);
  for (let row = 0; row < code.size; row++) {
    for (let column = 0; column < code.size; column++) {
      if (code.get(column, row))
        block(on, INK, [x + start + column * module, y + start + row * module, module, module]);
    }
  }
}
