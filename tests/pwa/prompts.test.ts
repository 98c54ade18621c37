// The voices of forms: what is a part, which recording is heard, what is fetched and when.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, test } from 'node:test';
import { signal } from '@preact/signals';
import { Prompting } from '../../static/pwa/src/app/prompting';
import type { Sounds } from '../../static/pwa/src/app/prompting';
import type { Ports } from '../../static/pwa/src/app/ports';
import type { AppThrift } from '../../static/pwa/src/app/thrift';
import type { State } from '../../static/pwa/src/app/state';
import { parts } from '../../static/pwa/src/domain/parts';
import { recorded, recordingOf } from '../../static/pwa/src/domain/prompt';
import type { PlaceReply } from '../../static/pwa/src/domain/place-reply';
import type { Sheet } from '../../static/pwa/src/domain/prompt';
import type { Definition, OpenedEntry } from '../../static/pwa/src/domain/types';
import { NetError } from '../../static/pwa/src/domain/failure';
import { lines, nextMissing } from '../../static/pwa/src/prompts/model';
import type { Shared } from '../../static/pwa/src/storage/shared';

const FORM: Definition = {
  name: 'pompes',
  version: '1',
  title: { fr: 'Pompes' },
  languages: ['fr'],
  default_language: 'fr',
  questions: [
    {
      name: 'pompe',
      type: 'select_one',
      label: { fr: 'Y a-t-il une pompe ?' },
      hint: { fr: 'Au village' },
      images: { fr: 'image' },
      choices: [
        { name: 'oui', label: { fr: 'Oui' } },
        { name: 'non', label: { fr: 'Non' }, sounds: { dyu: 'brought' } },
      ],
    },
  ],
};
const sheet = (parts: Sheet['parts'], language = 'dyu'): Sheet => ({ instrument: 'pompes', language, parts });
const AT = Date.parse('2026-11-27T09:00:00Z');

function take(sound: string, more: Partial<OpenedEntry> = {}): OpenedEntry {
  const answers = { instrument: 'pompes', part: 'pompe', language: 'dyu', words: '', sound };
  const body = JSON.stringify({ answers, media: [{ sha256: sound, type: 'audio/webm', bytes: 9, question: 'sound' }] });
  return { id: sound, rev: 1, instrument: 'echo_prompt', body, finishedAt: AT, sentAt: null, ...more } as OpenedEntry;
}

test('phone and server name the parts of the shipped forms alike', () => {
  const examples = JSON.parse(readFileSync(join(import.meta.dirname, '../vectors/parts.json'), 'utf8')) as {
    definition: Definition;
    parts: string[];
  }[];
  assert.equal(examples.length, 6);
  for (const { definition, parts: names } of examples)
    assert.deepEqual(
      parts(definition).map(({ key }) => key),
      names,
    );
});

test('what Koffi just recorded is heard at once; an hour after it was sent, what comes down is', () => {
  const pompe = { instrument: 'pompes', part: 'pompe', language: 'dyu' };
  const heard = (own: OpenedEntry[], now = AT): string | undefined =>
    recordingOf(recorded([sheet({ pompe: ['lab', 5] })], own, now), pompe)?.[0];
  assert.equal(heard([]), 'lab');
  assert.equal(heard([take('mine')]), 'mine');
  assert.equal(heard([take('newer', { finishedAt: AT + 2 }), take('older', { finishedAt: AT + 1 })]), 'newer');
  assert.equal(heard([take('mine', { sentAt: AT })], AT + 60_000), 'mine');
  assert.equal(heard([take('mine', { sentAt: AT })], AT + 3_600_001), 'lab');
});

test('what Koffi recorded and no coordinator has heard yet counts on his phone for a week, so that he need not do it again', () => {
  const pompe = { instrument: 'pompes', part: 'pompe', language: 'dyu' };
  const heard = (ms: number): string | undefined =>
    recordingOf(recorded([], [take('mine', { sentAt: AT })], AT + ms), pompe)?.[0];
  assert.equal(heard(3_600_001), 'mine');
  assert.equal(heard(7 * 24 * 3_600_000 + 1), undefined);
});

test('the next part to record is the next without a voice, from the beginning again at the end', () => {
  const all = lines(FORM, (part) => (part === 'pompe#hint' ? 'x' : undefined), 'fr');
  assert.deepEqual(
    all.map(({ words, of }) => [words, of]),
    [
      ['Y a-t-il une pompe ?', ''],
      ['Au village', 'Y a-t-il une pompe ?'],
      ['Oui', ''],
      ['Non', ''],
    ],
  );
  assert.equal(nextMissing(all, 'pompe'), '*/oui');
  assert.equal(nextMissing(all, '*/non'), 'pompe');
  assert.equal(
    nextMissing(
      lines(FORM, () => 'x', 'fr'),
      'pompe',
    ),
    undefined,
  );
});

let asked: string[];
let cache: Map<string, Blob>;
let sealed: Map<string, Blob>;
/** Mariam is here. */
const here = { place: {}, outbox: { pass: async () => ({ token: 'token of Mariam' }), medium: async () => null } };
let costs: boolean | null;
let phase: string;
let sending: (now: string) => void;
let played: string[];
let answers: (sha256: string) => { bytes: ArrayBuffer; type: string } | null;

beforeEach(() => {
  [asked, cache, sealed, costs, played, phase] = [[], new Map(), new Map(), false, [], 'idle'];
  answers = () => ({ bytes: new ArrayBuffer(3), type: 'audio/webm' });
});

/** Mariam's phone, with this recorded. */
async function phone(
  sheets: Sheet[],
  more: {
    earFirst?: boolean;
    photosWait?: boolean;
    voices?: string[];
    replies?: Partial<PlaceReply>[];
    asked?: string[];
  } = {},
): Promise<Prompting> {
  const sync = signal({ lastSuccessAt: AT, monthBytes: 0, phase });
  sending = (now) => (sync.value = { ...sync.value, phase: now });
  const state = {
    sync,
    sheets: signal(sheets),
    placeReplies: signal(more.replies ?? []),
    records: signal((more.asked ?? []).map((sha256) => ({ question: { sound: [sha256, 9] } }))),
    prompts: signal([]),
    instruments: signal([FORM]),
    enrolment: signal({}),
    language: signal('fr'),
    earFirst: signal(more.earFirst ?? false),
    voices: signal(more.voices ?? []),
    drafts: signal([]),
    status: () => undefined,
  } as unknown as State;
  const sounds: Sounds = {
    fetch: async (sha256) => {
      asked.push(sha256);
      return answers(sha256);
    },
    keep: async (sha256, bytes) => void cache.set(sha256, new Blob([bytes])),
    read: async (sha256) => cache.get(sha256) ?? null,
    list: async () => [...cache.keys()],
    delete: async (sha256) => void cache.delete(sha256),
    fetchAsked: async (sha256, _, token) => {
      asked.push(`${token}: ${sha256}`);
      return answers(sha256);
    },
    keepAsked: async (_, sha256, { bytes }) => void sealed.set(sha256, new Blob([bytes])),
    readAsked: async (_, sha256) => sealed.get(sha256) ?? null,
    sweepAsked: async (_, open) => {
      for (const one of [...sealed.keys()]) if (!open.includes(one)) sealed.delete(one);
      return [...sealed.keys()];
    },
    play: (_, { onStart, onEnd }) => {
      setTimeout(() => (onStart(), onEnd()));
      return () => undefined;
    },
  };
  const device = {
    costsData: () => costs,
    sayAloud: ([text]: string[], _language: string, onPart: (index: number) => void) => {
      played.push(text as string);
      setTimeout(() => (onPart(0), onPart(-1)));
      return () => undefined;
    },
  };
  const shared = { setting: async () => undefined, set: async () => undefined } as unknown as Shared;
  const thrift = {
    waits: signal({ photos: more.photosWait ?? false, voices: false }),
    spending: { count: () => undefined },
    keep: async () => 0,
  };
  const prompting = new Prompting(
    { device, now: () => AT } as unknown as Ports,
    state,
    shared,
    thrift as unknown as AppThrift,
    () => (more.asked ? here : null) as never,
    sounds,
  );
  await prompting.start();
  await settled();
  return prompting;
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

const SHEETS = [
  sheet({ pompe: ['large', 900], 'pompe#hint': ['small', 100] }),
  sheet({ pompe: ['baoule', 10] }, 'bci'),
];

test('sounds are fetched for the language somebody listens in, small before large; for others never', async () => {
  const mariam = await phone(SHEETS);
  assert.deepEqual(asked, ['image'], 'nobody listens yet; what a question shows comes in any case');
  await mariam.listenIn('dyu');
  await settled();
  assert.deepEqual(asked, ['image', 'brought', 'small', 'large']);
  assert.deepEqual([...mariam.stored.value].sort(), ['brought', 'image', 'large', 'small']);
});

for (const line of [true, null])
  test(`nothing is fetched while it ${line ? 'costs data' : 'cannot be told whether it costs data'}, when the person chose to wait`, async () => {
    costs = line;
    const mariam = await phone(SHEETS, { photosWait: true });
    await mariam.listenIn('dyu');
    await settled();
    assert.deepEqual(asked, []);
  });

test('the voice of a reply to the place is fetched whether or not somebody listens to questions, and goes with it', async () => {
  const mariam = await phone(SHEETS, { replies: [{ id: 'r', sound: ['voice of the Lab', 9] }] });
  assert.deepEqual(asked, ['image', 'voice of the Lab']);
  assert.ok(mariam.stored.value.has('voice of the Lab'));
  const later = await phone(SHEETS);
  assert.ok(!later.stored.value.has('voice of the Lab'), 'withdrawn');
});

test('what a reviewer asked aloud is fetched as the person it is for, stored with what is theirs, and goes once answered', async () => {
  const mariam = await phone(SHEETS, { asked: ['which pump?'] });
  assert.ok(asked.includes('token of Mariam: which pump?'), String(asked));
  assert.ok(mariam.stored.value.has('which pump?') && sealed.has('which pump?'));
  assert.ok(!cache.has('which pump?'), 'others on this phone do not find it');
  answers = () => {
    throw new NetError('offline');
  };
  const later = await phone(SHEETS, { asked: ['which pump?'] });
  assert.ok(later.stored.value.has('which pump?'), 'it is there without a network');
  assert.ok(await later.url('which pump?'));
  await phone(SHEETS, { asked: [] });
  assert.equal(sealed.size, 0);
});

test('on a line that nobody knows it is fetched when the person did not choose to wait', async () => {
  costs = null;
  await phone(SHEETS);
  assert.deepEqual(asked, ['image']);
});

test('what was withdrawn goes from the phone though it waits for Wi-Fi, or though a fetch fails', async () => {
  cache.set('withdrawn', new Blob());
  costs = true;
  await phone(SHEETS, { photosWait: true });
  assert.deepEqual([...cache.keys()], []);
  cache.set('withdrawn', new Blob());
  answers = () => {
    throw new NetError('offline');
  };
  await phone(SHEETS);
  assert.deepEqual([...cache.keys()], []);
});

test('records and media go first: nothing is fetched while they do', async () => {
  phase = 'uploading';
  await phone(SHEETS, { earFirst: true });
  assert.deepEqual(asked, []);
  sending('idle');
  await settled();
  assert.deepEqual(asked, ['image']);
});

test('a cut stops it and loses nothing; what the server no longer has is passed over', async () => {
  answers = (sha256) => {
    if (sha256 === 'small') throw new NetError('offline');
    return sha256 === 'brought' ? null : { bytes: new ArrayBuffer(3), type: 'audio/webm' };
  };
  const mariam = await phone(SHEETS);
  await mariam.listenIn('dyu');
  await settled();
  assert.deepEqual([...mariam.stored.value], ['image']);
  answers = () => ({ bytes: new ArrayBuffer(3), type: 'audio/webm' });
  await mariam.listenIn('fr');
  await mariam.listenIn('dyu');
  await settled();
  assert.deepEqual([...mariam.stored.value].sort(), ['image', 'large', 'small']);
});

test('what was replaced goes from the phone', async () => {
  cache.set('replaced', new Blob());
  await phone(SHEETS);
  assert.deepEqual([...cache.keys()], ['image']);
});

test('a part is said by its recording, else by the phone’s voice, and reported while it is said', async () => {
  cache.set('large', new Blob());
  const mariam = await phone(SHEETS, { voices: ['fr'] });
  const spoken: number[] = [];
  mariam.say(['Y a-t-il une pompe ?', 'Au village', 'Oui'], 'fr', (index) => spoken.push(index), [
    'large',
    undefined,
    'not-here',
  ]);
  await settled();
  await settled();
  assert.deepEqual(spoken, [0, 1, 2, -1]);
  assert.deepEqual(played, ['Au village', 'Oui']);
});

test('without a voice of its own the phone says what is recorded and passes over the rest; hushed, it reports nothing more', async () => {
  cache.set('large', new Blob());
  const mariam = await phone(SHEETS);
  const spoken: number[] = [];
  mariam.say(['un', 'deux'], 'fr', (index) => spoken.push(index), [undefined, 'large']);
  await settled();
  assert.deepEqual(spoken, [1, -1]);
  mariam.say(['deux'], 'fr', (index) => spoken.push(index), ['large'])();
  await settled();
  assert.deepEqual(spoken, [1, -1, -1]);
});
