// WebKitGTK's own small browser on a home that outlives it, spoken to as its web inspector does. Not by WebDriver: under
// it this browser keeps nothing from one time to the next.
import { once } from 'node:events';
import { createServer } from 'node:net';

import { pause } from '../hands.mjs';
import { Line, whenPrinted } from './line.mjs';
import { start } from './programs.mjs';

const ANSWER_MS = 10000;

/** Opens the address; resolves when it can be spoken to. */
export async function open(program, home, address) {
  const screen = start('Xvfb', ['-displayfd', '1', '-screen', '0', '800x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const display = `:${(await whenPrinted(screen.stdout, /(\d+)\n/))[1]}`;
  const inspector = `127.0.0.1:${await freePort()}`;
  start(program, ['--geometry=360x740', address], {
    stdio: 'ignore',
    env: {
      ...process.env,
      DISPLAY: display,
      HOME: home,
      XDG_DATA_HOME: `${home}/data`,
      XDG_CACHE_HOME: `${home}/cache`,
      XDG_CONFIG_HOME: `${home}/config`,
      LANGUAGE: 'fr',
      GDK_BACKEND: 'x11',
      NO_AT_BRIDGE: '1',
      LIBGL_ALWAYS_SOFTWARE: '1',
      WEBKIT_INSPECTOR_HTTP_SERVER: inspector,
    },
  });
  const line = await Line.to(`ws://${inspector}${await target(inspector, new URL(address).host)}`);
  const page = new Page(line);
  const name = await page.evaluate('navigator.userAgent');
  return { evaluate: (expression) => page.evaluate(expression), name };
}

/** The page behind the inspector: its events say which process draws it, and asks that one. */
class Page {
  #target;
  #waiting = new Map();
  #asked = 0;

  constructor(line) {
    this.line = line;
    line.onEvent = ({ method, params }) => {
      if (method === 'Target.targetCreated' && params.targetInfo.type === 'page' && !params.targetInfo.isProvisional)
        this.#target = params.targetInfo.targetId;
      if (method === 'Target.didCommitProvisionalTarget') this.#target = params.newTargetId;
      if (method === 'Target.dispatchMessageFromTarget') this.#hear(JSON.parse(params.message));
    };
  }

  #hear({ id, result, error }) {
    this.#waiting.get(id)?.(result ?? { wasThrown: true, result: { description: error?.message } });
    this.#waiting.delete(id);
  }

  async #drawn() {
    for (const end = Date.now() + ANSWER_MS; !this.#target && Date.now() < end; ) await pause(20);
    if (!this.#target) throw new Error('no process draws the page');
  }

  async evaluate(expression) {
    await this.#drawn();
    const id = (this.#asked += 1);
    const answer = new Promise((done) => this.#waiting.set(id, done));
    const message = JSON.stringify({
      id,
      method: 'Runtime.evaluate',
      params: { expression: `JSON.stringify(${expression})`, returnByValue: true },
    });
    await this.line.ask('Target.sendMessageToTarget', { targetId: this.#target, message });
    const { wasThrown, result } = await within(ANSWER_MS, answer);
    if (wasThrown) throw new Error(result.description);
    return result.type === 'string' ? JSON.parse(result.value) : undefined;
  }
}

/** A page that no longer answers is an error, not a wait for ever. */
function within(ms, answer) {
  const late = new Promise((_, failed) => setTimeout(() => failed(new Error('the page does not answer')), ms).unref());
  late.catch(() => undefined);
  return Promise.race([answer, late]);
}

/** Where the page is inspected, once the browser lists it. That it lists ours says that it is ours. */
async function target(inspector, host) {
  for (let count = 0; count < 300; count += 1) {
    const list = await fetch(`http://${inspector}/`)
      .then((answer) => answer.text())
      .catch(() => '');
    const found = list.includes(host) && /\/socket\/\d+\/\d+\/WebPage/.exec(list);
    if (found) return found[0];
    await pause(50);
  }
  throw new Error('the browser never listed its page');
}

/** A port that is free, and stays so: below those that the system gives to whoever asks for any. */
async function freePort() {
  for (;;) {
    const port = 20000 + Math.floor(Math.random() * 10000);
    const probe = createServer().listen(port, '127.0.0.1');
    const free = await once(probe, 'listening').then(
      () => true,
      () => false,
    );
    if (!free) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}
