// A surveyor's hands on the phone app, for browsers that playwright does not speak to. It mirrors surveyor.py, and knows
// of a browser only how to have an expression computed in the page, and how to choose a file and to type.

/** Milliseconds. */
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** `page` has: evaluate(expression) → its value; write(fields, text) and show(fields, file) to the last of these fields. */
export function hands(page) {
  const here = () => page.evaluate('location.href');

  /** Waits until an expression in the page is true: a browser's own waiting is stopped by the content policy. */
  async function until(expression, seconds = 15) {
    const end = Date.now() + seconds * 1000;
    while (!(await page.evaluate(`!!(${expression})`).catch(() => false))) {
      if (Date.now() > end)
        throw new Error(
          `${expression} never came: ${await page.evaluate("location.href + ' ' + document.body.innerText.slice(0, 800)")}`,
        );
      await pause(50);
    }
  }

  const there = (selector) => `document.querySelector(${JSON.stringify(selector)})`;

  /** Clicks the last element of this kind that has this text. */
  async function click(selector, text = '') {
    const found = `[...document.querySelectorAll(${JSON.stringify(selector)})]
      .filter((one) => one.innerText.includes(${JSON.stringify(text)})).pop()`;
    await until(found);
    await page.evaluate(`void (${found}).click()`);
  }

  const acts = {
    async choose(...values) {
      for (const value of values) await click(`label.tile input[value="${value}"]`);
    },
    async write(text) {
      await page.write('textarea, input.field:not([type=search])', text);
    },
    async speak(seconds) {
      await click('button.round');
      await until(there('button.round.live, button.round[aria-pressed=true], .live button'));
      await pause(seconds * 1000);
      await click('button.round.live, button.round[aria-pressed=true], .live button');
      await until(there('audio'));
    },
    async show(photo) {
      await page.show('input[type=file]', photo);
      await until(there('main img'));
    },
  };

  function step(address) {
    const [where, , kind, name] = address.split('#/')[1].split('/');
    return where === 'done' ? where : kind === 'q' ? name : kind;
  }

  /** Says yes to all that is asked. */
  async function consent() {
    const groups = await page.evaluate("document.querySelectorAll('.yesno').length");
    for (let at = 0; at < groups; at += 1) {
      await page.evaluate(`void document.querySelectorAll('.yesno')[${at}].querySelector('label.tile input').click()`);
      await pause(60);
    }
  }

  /** From the screen one is on to the finished record; `answers` are acts by screen. */
  async function goThrough(answers) {
    for (let count = 0; count < 60; count += 1) {
      await until(
        `/#\\/(draft\\/[^/]+\\/.+|done\\/.+)/.test(location.href) && document.documentElement.dataset.at === location.hash && ${there('main')}`,
      );
      const before = await here();
      const now = step(before);
      if (now === 'done') return before.split('#/')[1].split('/')[1];
      if (answers[now]) await acts[answers[now][0]](...answers[now].slice(1));
      else if (now === 'consent') await consent();
      await click('footer.foot button');
      await until(`location.href !== ${JSON.stringify(before)}`);
      await pause(60);
    }
    throw new Error(`never came to an end; now at ${await here()}`);
  }

  /** Gives the PIN on its pad, key by key; once more from the start where the screen was drawn anew meanwhile. */
  async function pin() {
    await until(there('.keys .key:not([disabled])'));
    for (let tries = 0; tries < 5 && !(await page.evaluate(`!!${there('.keys .main')}`)); tries += 1) {
      while (await page.evaluate("!!document.querySelector('.pips .done')"))
        await click('.keys .key[aria-label]:not([type=submit])');
      for (const digit of '314159') {
        await page.evaluate(
          `void [...document.querySelectorAll('.keys .key')].find((one) => one.innerText.trim() === '${digit}').click()`,
        );
      }
      await pause(200);
    }
    await click('.keys .main');
  }

  async function home() {
    await until('document.documentElement.dataset.at !== undefined');
    await page.evaluate("void (location.hash = '#/')");
    await until(there('.doors'));
  }

  return {
    /** On the page of an enrolment link: starts, up to the home screen and an app that opens without a network. */
    async enrol() {
      await click('button', 'Commencer');
      await click('.sign');
      await pin();
      await until("/Encore une fois/.test(document.querySelector('h1').innerText)");
      await pin();
      await until("document.querySelectorAll('.door').length >= 3", 30);
      await page.evaluate(
        "void navigator.serviceWorker.ready.then(() => (document.documentElement.dataset.kept = 'yes'))",
      );
      await until("document.documentElement.dataset.kept === 'yes'", 30);
    },
    async unlock() {
      await pin();
      await until(there('.doors'), 30);
    },
    async record(door, answers) {
      await home();
      await click('.door', door);
      return goThrough(answers);
    },
    /** The numbers of the home screen: on this phone, sent, safe. */
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
  };
}

/** Types into a field, as the page sees it; for browsers whose driver is not asked to. */
export const writing = (fields, text) => `void (() => {
  const field = [...document.querySelectorAll(${JSON.stringify(fields)})].pop();
  field.value = ${JSON.stringify(text)};
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
})()`;

/** Chooses a file, given as base64, as the page sees it. */
export const choosing = (fields, base64, type) => `void (() => {
  const bytes = Uint8Array.from(atob(${JSON.stringify(base64)}), (one) => one.charCodeAt(0));
  const chosen = new DataTransfer();
  chosen.items.add(new File([bytes], 'photo.jpg', { type: ${JSON.stringify(type)} }));
  const field = [...document.querySelectorAll(${JSON.stringify(fields)})].pop();
  field.files = chosen.files;
  field.dispatchEvent(new Event('change', { bubbles: true }));
})()`;

/** Does what is asked on standard input, a JSON list [verb, ...words] a line, and answers each with one JSON line:
 * {"result": …} or {"failed": "…"}. Whoever lets go of us ends us, even amid a verb. */
export async function obey(verbs, lines, { onEnd, errors }) {
  lines.on('close', () => {
    onEnd();
    process.exit();
  });
  for await (const line of lines) {
    const [verb, ...words] = JSON.parse(line);
    let answer;
    try {
      answer = { result: (await verbs[verb](...words)) ?? null };
    } catch (error) {
      answer = { failed: `${verb}: ${error.stack || error.message}`, errors: errors() };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}
