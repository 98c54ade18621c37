// A surveyor with a browser that is not Chromium: `node drive.mjs firefox|webkit <program> <profile>`; see hands.mjs for how it is
// asked and answers.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { choosing, hands, obey, writing } from '../hands.mjs';
import { endAll } from './programs.mjs';

const [which, program, profile] = process.argv.slice(2);
const browser = await import(`./${which}.mjs`);
let opened = null;

const page = {
  evaluate: (expression) => opened.evaluate(expression),
  write: (fields, text) => page.evaluate(writing(fields, text)),
  show: (fields, photo) => page.evaluate(choosing(fields, readFileSync(photo).toString('base64'), 'image/jpeg')),
};

const verbs = {
  ...hands(page),
  async open(address) {
    try {
      opened = await browser.open(program, profile, address);
    } catch (error) {
      await endAll();
      throw error;
    }
    return opened.name;
  },
  kill: endAll,
  errors: () => [],
};

// Ending us, `programs.mjs` takes the browser along.
await obey(verbs, createInterface({ input: process.stdin }), { onEnd: () => undefined, errors: () => [] });
