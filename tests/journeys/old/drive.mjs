// A surveyor's hands on an old browser: `node drive.mjs <packages> <chromium folder> <profile>`.
// Reads one JSON list a line, [verb, ...words], does it, answers one JSON line: {"told": …} or {"failed": "…"}.
// It mirrors tests/journeys/surveyor.py, whose playwright does not speak to browsers this old.
import { createRequire } from 'node:module';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [packages, chromium, profile] = process.argv.slice(2);
const puppeteer = createRequire(`${packages}/`)('puppeteer-core');
const FLAGS = [
  '--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-sync',
  '--disable-background-networking', '--disable-component-update', '--lang=fr-FR', '--mute-audio',
  '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream',
];
let browser;
let page;
let errors = [];

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Waits until an expression in the page is true; puppeteer's own waiting is stopped by the content policy. */
async function until(expression, seconds = 15) {
  const end = Date.now() + seconds * 1000;
  while (!(await page.evaluate(`!!(${expression})`).catch(() => false))) {
    if (Date.now() > end) throw new Error(`${expression} never came at ${page.url()}: ${await seen()}`);
    await pause(50);
  }
}

const seen = () => page.evaluate('document.body.innerText.slice(0, 800)');
const there = (selector) => `document.querySelector(${JSON.stringify(selector)})`;

/** Clicks the last element of this kind that has this text. */
async function click(selector, text = '') {
  const found = `[...document.querySelectorAll(${JSON.stringify(selector)})]
    .filter((one) => one.innerText.includes(${JSON.stringify(text)})).pop()`;
  await until(found);
  await page.evaluate(`(${found}).click()`);
}

const acts = {
  async choose(...values) {
    for (const value of values) await click(`label.tile input[value="${value}"]`);
  },
  async write(text) {
    const fields = await page.$$('textarea, input.field:not([type=search])');
    await fields[fields.length - 1].type(text);
  },
  async speak(seconds) {
    await click('button.round');
    await until(there('button.round.live, button.round[aria-pressed=true], .live button'));
    await pause(seconds * 1000);
    await click('button.round.live, button.round[aria-pressed=true], .live button');
    await until(there('audio'));
  },
  async show(photo) {
    const fields = await page.$$('input[type=file]');
    const { objectId } = fields[fields.length - 1]._remoteObject;
    // Not by uploadFile, which reads the file with a request of the page that its content policy stops.
    await page._client.send('DOM.setFileInputFiles', { objectId, files: [photo] });
    await until(there('main img'));
  },
};

function step() {
  const [where, , kind, name] = page.url().split('#/')[1].split('/');
  return where === 'done' ? where : kind === 'q' ? name : kind;
}

/** From the screen one is on to the finished record; `answers` are acts by screen. */
async function goThrough(answers) {
  for (let count = 0; count < 60; count += 1) {
    await until(`/#\\/(draft\\/[^/]+\\/.+|done\\/.+)/.test(location.href) && ${there('main')}`);
    const now = step();
    if (now === 'done') return page.url().split('#/')[1].split('/')[1];
    if (answers[now]) await acts[answers[now][0]](...answers[now].slice(1));
    else if (now === 'consent') {
      for (const yes of await page.$$('.yesno label.tile:first-child input')) {
        await yes.evaluate((one) => one.click());
        await pause(60);
      }
    }
    const before = page.url();
    await click('footer.foot button');
    await until(`location.href !== ${JSON.stringify(before)}`);
    await pause(60);
  }
  throw new Error(`never came to an end; now at ${page.url()}`);
}

/** Gives the PIN on its pad. */
async function pin() {
  await until(there('.keys'));
  for (const digit of '314159') await page.evaluate(`[...document.querySelectorAll('.keys .key')].find((one) => one.innerText === '${digit}').click()`);
  await until(there('.keys .main'));
  await page.evaluate(`${there('.keys .main')}.click()`);
}

async function home() {
  await page.evaluate("location.hash = '#/'");
  await until(there('.doors'));
}

const verbs = {
  async open(address) {
    browser = await puppeteer.launch({
      executablePath: `${chromium}/chromium`, args: FLAGS, userDataDir: profile, headless: true,
      defaultViewport: { width: 360, height: 740, deviceScaleFactor: 2, hasTouch: true },
      env: { ...process.env, LD_LIBRARY_PATH: `${chromium}/lib`, FONTCONFIG_PATH: chromium, LANGUAGE: 'fr' },
    });
    [page] = await browser.pages();
    const tools = await page.target().createCDPSession();
    await tools.send('Network.setUserAgentOverride', { userAgent: await browser.userAgent(), acceptLanguage: 'fr-FR' });
    page.on('error', (error) => errors.push(error.message));
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (said) => said.type() === 'error' && errors.push(said.text()));
    await browser.defaultBrowserContext().overridePermissions(new URL(address).origin, ['microphone', 'camera', 'geolocation']);
    await page.goto(address, { timeout: 20000 });
    return browser.version();
  },
  async enrol() {
    await click('button', 'Commencer');
    await click('.sign');
    await pin();
    await until("/Encore une fois/.test(document.querySelector('h1').innerText)");
    await pin();
    await until("document.querySelectorAll('.door').length >= 3");
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
  },
  async unlock() {
    await pin();
    await until(there('.doors'));
  },
  async record(door, answers) {
    await home();
    await click('.door', door);
    return goThrough(answers);
  },
  async outbox() {
    await home();
    return page.evaluate("[...document.querySelectorAll('.glance b')].map((one) => Number(one.innerText))");
  },
  async sync() {
    await home();
    await page.evaluate(`[...document.querySelectorAll('button')]
      .filter((one) => one.innerText.includes('Envoyer et recevoir') && !one.disabled).forEach((one) => one.click())`);
    await until("document.querySelector('.glance b').innerText === '0'", 40);
  },
  async kill() {
    const gone = once(browser.process(), 'exit');
    process.kill(-browser.process().pid, 'SIGKILL');
    await gone;
    for (const lock of ['SingletonLock', 'SingletonSocket', 'SingletonCookie']) rmSync(`${profile}/${lock}`, { force: true });
  },
  /** What went wrong in the page since one last asked. */
  async errors() {
    const said = errors;
    errors = [];
    return said;
  },
};

// Whoever lets go of us ends us, even amid a verb; puppeteer takes the browser and its children along.
const lines = createInterface({ input: process.stdin }).on('close', () => process.exit());
for await (const line of lines) {
  const [verb, ...words] = JSON.parse(line);
  let answer;
  try {
    answer = { told: (await verbs[verb](...words)) ?? null };
  } catch (error) {
    answer = { failed: `${verb}: ${error.stack || error.message}`, errors };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
