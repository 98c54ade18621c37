// A surveyor with a browser that is not Chromium: `node drive.mjs firefox|webkit <program> <profile>`; see hands.mjs for how it is
// asked and answers.
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { choosing, hands, obey, writing } from '../hands.mjs';

const [which, program, profile] = process.argv.slice(2);
const browser = await import(`./${which}.mjs`);
let opened = null;

const page = {
  evaluate: (expression) => opened.evaluate(expression),
  write: (fields, text) => page.evaluate(writing(fields, text)),
  show: (fields, photo) => page.evaluate(choosing(fields, readFileSync(photo).toString('base64'), 'image/jpeg')),
};

function kill() {
  if (opened && opened.running.exitCode === null) process.kill(-opened.running.pid, 'SIGKILL');
  opened?.screen?.kill();
}

const verbs = {
  ...hands(page),
  async open(address) {
    opened = await browser.open(program, profile, address);
    return opened.name;
  },
  /** As an empty battery ends it: nothing can be written any more. */
  async kill() {
    const gone = once(opened.running, 'exit');
    kill();
    await gone;
  },
  errors: () => [],
};

await obey(verbs, createInterface({ input: process.stdin }), { onEnd: kill, errors: () => [] });
