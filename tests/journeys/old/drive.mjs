// A surveyor's hands on an old browser: `node drive.mjs <packages> <chromium folder> <profile>`.
// How it is asked and answers: see ../hands.mjs.
import { createRequire } from 'node:module';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { hands, obey } from '../hands.mjs';

const [packages, chromium, profile] = process.argv.slice(2);
const puppeteer = createRequire(`${packages}/`)('puppeteer-core');
const FLAGS = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  '--lang=fr-FR',
  '--mute-audio',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
];
let browser;
let tab;
let errors = [];

const page = {
  evaluate: (expression) => tab.evaluate(expression),
  async write(fields, text) {
    const found = await tab.$$(fields);
    await found[found.length - 1].type(text);
  },
  /** Not by uploadFile, which reads the file with a request of the page that its content policy stops. */
  async show(fields, photo) {
    const found = await tab.$$(fields);
    const { objectId } = found[found.length - 1]._remoteObject;
    await tab._client.send('DOM.setFileInputFiles', { objectId, files: [photo] });
  },
};

const verbs = {
  ...hands(page),
  async open(address) {
    browser = await puppeteer.launch({
      executablePath: `${chromium}/chromium`,
      args: FLAGS,
      userDataDir: profile,
      headless: true,
      defaultViewport: { width: 360, height: 740, deviceScaleFactor: 2, hasTouch: true },
      env: { ...process.env, LD_LIBRARY_PATH: `${chromium}/lib`, FONTCONFIG_PATH: chromium, LANGUAGE: 'fr' },
    });
    [tab] = await browser.pages();
    const tools = await tab.target().createCDPSession();
    await tools.send('Network.setUserAgentOverride', { userAgent: await browser.userAgent(), acceptLanguage: 'fr-FR' });
    tab.on('error', (error) => errors.push(error.message));
    tab.on('pageerror', (error) => errors.push(error.message));
    tab.on('console', (line) => line.type() === 'error' && errors.push(line.text()));
    await browser
      .defaultBrowserContext()
      .overridePermissions(new URL(address).origin, ['microphone', 'camera', 'geolocation']);
    await tab.goto(address, { timeout: 20000 });
    return browser.version();
  },
  async kill() {
    const gone = once(browser.process(), 'exit');
    process.kill(-browser.process().pid, 'SIGKILL');
    await gone;
    for (const lock of ['SingletonLock', 'SingletonSocket', 'SingletonCookie'])
      rmSync(`${profile}/${lock}`, { force: true });
  },
  /** What went wrong in the page since one last asked. */
  async errors() {
    const seen = errors;
    errors = [];
    return seen;
  },
};

// Ending us, puppeteer takes the browser and its children along.
await obey(verbs, createInterface({ input: process.stdin }), { onEnd: () => undefined, errors: () => errors });
