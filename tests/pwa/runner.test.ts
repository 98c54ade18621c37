// Awa's phone against a server that does not answer, a portal that pretends, and a database that was restored.

import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { NetError } from '../../static/pwa/src/domain/failure';
import type { Draft, OpenedEntry, MediaRef } from '../../static/pwa/src/domain/types';
import { openDatabase } from '../../static/pwa/src/storage/database';
import type { Database } from '../../static/pwa/src/storage/database';
import { Drafts } from '../../static/pwa/src/storage/drafts';
import { enrolIn } from '../../static/pwa/src/storage/enrolling';
import { Outbox } from '../../static/pwa/src/storage/outbox';
import type { SyncPorts } from '../../static/pwa/src/sync/ports';
import { Runner } from '../../static/pwa/src/sync/runner';
import type { Vault } from '../../static/pwa/src/storage/vault';
import { awa, finishedOf, finishedNeed, madeOf, newVault, quietPorts, someone } from './engine-build';
import { ModelServer } from './model-server';

let server: ModelServer;
let box: Outbox;
let drafts: Drafts;
let database: Database;
let vault: Vault;
let ends: { reason: string | null; nextInMs: number | null }[];
let count = 0;
let time = 1000;

function phone(more: Partial<SyncPorts> = {}): Runner {
  return new Runner({
    ...quietPorts,
    storage: box,
    net: server,
    now: () => time,
    elapsed: () => time,
    nonce: () => `n${count++}`,
    onEnd: (end) => void ends.push(end),
    ...more,
  });
}

const draft = { id: 'x', rev: 1, changedAt: 0, media: {}, answers: {} } as unknown as Draft;

async function finished(n: number, media: MediaRef[] = [], words = ''): Promise<void> {
  const open = { ...draft, id: `r${n}` };
  await drafts.add(open);
  for (const one of media) {
    await drafts.change(open.id, (same) => same, madeOf(one.sha256, one.type, one.bytes));
  }
  await drafts.finish(
    open,
    finishedOf(finishedNeed(n, { media, ...(words ? { body: JSON.stringify({ words, media }) } : {}) })),
  );
}

const unsent = async (): Promise<number> => (await box.entries()).filter((one) => one.sentAt === null).length;
const photo: MediaRef = { sha256: 'aa', type: 'image/jpeg', bytes: 3, question: 'photo' };
const voice: MediaRef = { sha256: 'bb', type: 'audio/webm', bytes: 9, question: 'voix' };

beforeEach(async () => {
  server = new ModelServer();
  ends = [];
  time = 1000;
  database = await openDatabase(`test-${count++}`, () => undefined);
  vault = await newVault();
  box = new Outbox(database, vault);
  drafts = new Drafts(database, vault);
  await enrolIn({ database, vault }, awa);
});

test('what Awa finished arrives once, although the first answer was lost', async () => {
  for (const n of [1, 2, 3]) await finished(n);
  server.loseAnswers = 1;
  const runner = phone();
  await runner.run();
  assert.equal(await unsent(), 3, 'nothing is believed without an answer');
  await runner.run();
  assert.equal(server.ledger.size, 3);
  assert.equal(await unsent(), 0);
  assert.deepEqual(
    ends.map((end) => end.reason),
    ['offline', null],
  );
  assert.ok((ends[0]?.nextInMs ?? 0) > 0);
});

test('a phone that is killed between the answer and the disk asks again, and nothing is there twice', async () => {
  for (const n of [1, 2]) await finished(n);
  const keep = box.keep.bind(box);
  box.keep = () => Promise.reject(new Error('killed'));
  await phone().run();
  assert.equal(ends[0]?.reason, 'storage');
  box.keep = keep;
  await phone().run();
  assert.equal(server.ledger.size, 2);
  assert.equal(await unsent(), 0);
});

test('acknowledgements, rows and cursor are kept together or not at all', async () => {
  await finished(1);
  server.changes = [{ kind: 'place', id: 'V1', op: 'put', body: { uncloneable: () => 1 } }];
  await phone().run();
  assert.deepEqual([await unsent(), await box.meta('cursor'), await box.rows('place')], [1, undefined, []]);
});

test('whatever is lost on the way, everything arrives exactly once in the end', async () => {
  const chance = someone(11);
  for (let run = 0; run < 12; run++) {
    database = await openDatabase(`chaos-${run}`, () => undefined);
    [box, drafts, server] = [new Outbox(database, vault), new Drafts(database, vault), new ModelServer()];
    await enrolIn({ database, vault }, awa);
    server.faults = () => (chance() < 0.4 ? (chance() < 0.5 ? 'before' : 'after') : null);
    let runner = phone();
    for (let n = 1; n <= 6; n++) {
      await finished(n, n % 2 ? [{ ...photo, sha256: `p${n}` }] : []);
      await runner.run();
      if (chance() < 0.3) runner = phone(); // killed and started anew
      if (chance() < 0.15) server.restoreFrom(server.ledger.size - 1);
    }
    server.faults = () => null;
    await runner.run();
    await phone().run();
    assert.equal(server.ledger.size, 6);
    assert.deepEqual([await unsent(), (await box.entries()).length], [0, 6]);
    assert.deepEqual([...server.media].sort(), ['p1', 'p3', 'p5']);
  }
});

test('a hundred records go in few requests', async () => {
  for (let n = 1; n <= 100; n++) await finished(n);
  await phone().run();
  assert.equal(server.ledger.size, 100);
  assert.ok(server.asked.length <= 2);
});

test('on a quick line a thousand records go in five requests', async () => {
  for (let n = 1; n <= 1000; n++) await finished(n, [], 'x'.repeat(1000));
  await phone().run();
  assert.equal(server.ledger.size, 1000);
  assert.ok(server.asked.length <= 5, `${server.asked.length} requests`);
});

test('on a slow line batches stay small: little is lost when it breaks', async () => {
  for (let n = 1; n <= 300; n++) await finished(n, [], 'x'.repeat(1000));
  const real = server.exchange.bind(server);
  server.exchange = async (asked) => {
    const answer = await real(asked);
    time += 30000;
    return answer;
  };
  await phone().run();
  const sizes = server.asked.map((one) => one.entries.length).filter(Boolean);
  assert.equal(server.ledger.size, 300);
  assert.ok(Math.max(...sizes) < 1.5 * (sizes[0] as number), sizes.join(' '));
});

test('a portal that answers for the server changes nothing on the phone', async () => {
  await finished(1);
  server.exchange = () => Promise.reject(new NetError('portal', 200));
  await phone().run();
  assert.equal(await unsent(), 1);
  assert.equal(ends[0]?.reason, 'portal');
});

test('a revoked phone stops asking and keeps what it holds', async () => {
  await finished(1);
  server.exchange = () => Promise.reject(new NetError('revoked', 403));
  await phone().run();
  assert.deepEqual(ends[0], { reason: 'revoked', nextInMs: null });
  assert.equal((await box.entries()).length, 1);
});

test('after the server was restored, the phone offers again what was sent, once', async () => {
  for (const n of [1, 2]) await finished(n);
  const runner = phone();
  await runner.run();
  server.restoreFrom(0);
  await runner.run();
  assert.equal(server.ledger.size, 2);
  assert.equal(await unsent(), 0);
  assert.equal(ends[1]?.reason, null);
});

test('a server that is another one with every answer is left for later, not asked for ever', async () => {
  await finished(1);
  server.flighty = true;
  const runner = phone();
  await runner.run();
  await runner.run();
  assert.equal(ends[1]?.reason, 'server');
  assert.ok(server.asked.length < 5);
});

test('one record that the server cannot read goes aside, and the other nine arrive', async () => {
  for (let n = 1; n <= 10; n++) await finished(n);
  server.unreadable = 'r4';
  await phone().run();
  assert.equal(server.ledger.size, 9);
  assert.equal(await unsent(), 1);
  assert.equal(ends[0]?.reason, 'rejected');
});

test('a quarantined record is answered, shown with its faults, and not sent again', async () => {
  await finished(1);
  server.quarantine = [{ field: 'texte', reason: 'required' }];
  await phone().run();
  const [one] = await box.entries();
  assert.deepEqual([one?.outcome, one?.faults, one?.sentAt], ['quarantined', server.quarantine, 1000]);
});

test('an erased record leaves the phone, and its photo with it', async () => {
  await finished(1, [photo]);
  await phone().run();
  server.changes = [{ kind: 'record', id: 'r1', op: 'put', body: { id: 'r1', rev: 1, state: 'erased', events: [] } }];
  await phone().run();
  await box.sweep(time);
  assert.deepEqual([await box.entries(), await box.mediaHeads(), await box.bytesOf('aa')], [[], [], undefined]);
});

test('a correction that was begun of an erased record goes too, its words are the same', async () => {
  await finished(1);
  await phone().run();
  await drafts.add({ ...draft, id: 'r1', rev: 2 });
  server.changes = [{ kind: 'record', id: 'r1', op: 'put', body: { id: 'r1', rev: 1, state: 'erased', events: [] } }];
  await phone().run();
  assert.deepEqual([await box.entries(), await drafts.all()], [[], []]);
});

test('the voice goes before the photo, and neither again once it is there', async () => {
  await finished(1, [photo, voice]);
  const runner = phone();
  await runner.run();
  await runner.run();
  assert.deepEqual(server.sent, ['bb', 'aa']);
  assert.ok((await box.mediaHeads()).every((one) => one.sentAt === 1000));
});

test('photos wait for Wi-Fi where Awa said so, voices do not', async () => {
  await finished(1, [photo, voice]);
  await phone({ mayGo: (type) => !type.startsWith('image/') }).run();
  assert.deepEqual(server.sent, ['bb']);
  assert.deepEqual(ends, [{ reason: 'wifi', nextInMs: null }], 'and the phone can say why they wait');
});

test('a photo that the server lost is sent again', async () => {
  await finished(1, [photo]);
  const runner = phone();
  await runner.run();
  server.media.clear();
  await runner.run();
  assert.deepEqual(server.sent, ['aa', 'aa']);
});

test('a photo that the server will not take holds up neither voices nor records, and is not forgotten', async () => {
  await finished(1, [photo, voice]);
  const send = server.send.bind(server);
  server.send = (what) => (what.sha256 === 'bb' ? Promise.reject(new NetError('rejected', 415)) : send(what));
  await phone().run();
  assert.deepEqual(server.sent, ['aa']);
  assert.equal((await box.mediaHeads()).find((one) => one.sha256 === 'bb')?.sentAt, null);
});

test('a record finished while a long photo goes up is sent before the next photo', async () => {
  await finished(1, [photo, voice]);
  const runner = phone();
  const send = server.send.bind(server);
  server.send = async (what) => {
    if (server.sent.length === 0) {
      await finished(2);
      void runner.run();
    }
    return send(what);
  };
  await runner.run();
  assert.deepEqual(
    server.log.filter((one) => !one.startsWith('-')),
    ['r1', 'bb', 'r2', 'aa'],
  );
});

test('rows that come down are kept with the cursor, and a reset clears what was there', async () => {
  server.changes = [
    { kind: 'place', id: 'V1', op: 'put', body: { code: 'V1' } },
    { kind: 'place', id: 'V2', op: 'put', body: {} },
  ];
  const runner = phone();
  await runner.run();
  server.changes = [{ kind: 'place', id: 'V2', op: 'drop' }];
  await runner.run();
  assert.deepEqual(await box.rows('place'), [{ code: 'V1' }]);
  server.changes = [];
  server.reset = true;
  await runner.run();
  assert.deepEqual([await box.rows('place'), await box.meta('cursor')], [[], 'c']);
});

test('an instrument that a record names stays when a newer version comes', async () => {
  const besoin = (version: string) => ({
    kind: 'instrument' as const,
    id: 'besoin',
    op: 'put' as const,
    body: { name: 'besoin', version, questions: [] },
  });
  await finished(1);
  server.changes = [besoin('1')];
  await phone().run();
  server.changes = [besoin('2')];
  await phone().run();
  await box.sweep(time);
  assert.deepEqual(
    (await box.definitions()).map((one) => one.version),
    ['1', '2'],
  );
});

test('while another tab sends, this one looks again later', async () => {
  await finished(1);
  await phone({ alone: async () => false }).run();
  assert.deepEqual([ends[0]?.reason, server.asked.length, await unsent()], ['other-tab', 0, 1]);
  assert.ok((ends[0]?.nextInMs ?? 0) > 1000);
});

test('what was sent and is safe, judged long ago, makes room', async () => {
  await finished(1, [photo]);
  server.safe = 99;
  server.changes = [
    {
      kind: 'record',
      id: 'r1',
      op: 'put',
      body: {
        id: 'r1',
        rev: 1,
        state: 'accepted',
        events: [{ id: 'd', state: 'accepted', at: '2026-01-01T00:00:00Z', rev: 1 }],
      },
    },
  ];
  await phone().run();
  await box.sweep(Date.parse('2026-02-01'));
  assert.equal((await box.entries()).length, 1, 'the receipt is still open');
  await box.sweep(Date.parse('2026-06-01'));
  assert.deepEqual([await box.entries(), await box.mediaHeads()], [[] as OpenedEntry[], []]);
});

test('a server that has had enough for today is asked again in an hour, and everything is still here', async () => {
  await finished(1, [photo]);
  await finished(2);
  const exchange = server.exchange.bind(server);
  server.exchange = () => Promise.reject(new NetError('slow-down', 429, 3600, 'slow-down'));
  await phone().run();
  assert.deepEqual(ends, [{ reason: 'slow-down', nextInMs: 3_600_000 }]);
  assert.equal(await unsent(), 2);
  assert.equal((await box.mediaHeads()).length, 1);
  server.exchange = exchange;
  await phone().run();
  assert.equal(await unsent(), 0);
});

test('photos that are too many for today wait, and the records go on', async () => {
  await finished(1, [photo]);
  const send = server.send.bind(server);
  server.send = () => Promise.reject(new NetError('slow-down', 429, 3600, 'slow-down'));
  const runner = phone();
  await runner.run();
  await finished(2);
  await runner.run();
  assert.equal(await unsent(), 0);
  assert.equal((await box.mediaHeads())[0]?.sentAt, null);
  server.send = send;
  time += 3_600_001;
  await runner.run();
  assert.notEqual((await box.mediaHeads())[0]?.sentAt, null);
});
