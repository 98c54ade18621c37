// Firefox on a profile that outlives it, spoken to in WebDriver BiDi.
import { mkdirSync, writeFileSync } from 'node:fs';

import { Line, whenPrinted } from './line.mjs';
import { start } from './programs.mjs';

const PREFS = {
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'browser.aboutwelcome.enabled': false,
  'app.update.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'intl.accept_languages': 'fr-FR, fr',
  // A microphone that is played, and a person who says yes.
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
};

/** Opens the address; resolves when it can be spoken to. */
export async function open(program, profile, address) {
  mkdirSync(profile, { recursive: true });
  writeFileSync(
    `${profile}/user.js`,
    Object.entries(PREFS)
      .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`)
      .join('\n'),
  );
  const words = [
    '--headless',
    '--no-remote',
    '--profile',
    profile,
    '--remote-debugging-port',
    '0',
    '--width',
    '360',
    '--height',
    '740',
  ];
  const running = start(program, words, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, HOME: profile },
  });
  const line = await Line.to(`${(await whenPrinted(running.stderr, /BiDi listening on (ws:\S+)/))[1]}/session`);
  const { capabilities } = await line.ask('session.new', { capabilities: {} });
  const { contexts } = await line.ask('browsingContext.getTree', {});
  const context = contexts[0].context;
  await line.ask('browsingContext.setViewport', { context, viewport: { width: 360, height: 740 } });
  await line.ask('browsingContext.navigate', { context, url: address, wait: 'interactive' });
  const evaluate = async (expression) => {
    const answer = await line.ask('script.evaluate', {
      expression: `JSON.stringify(${expression})`,
      target: { context },
      awaitPromise: false,
    });
    if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
    return answer.result.type === 'string' ? JSON.parse(answer.result.value) : undefined;
  };
  return { evaluate, name: `${capabilities.browserName} ${capabilities.browserVersion}` };
}
