// Awa's phone against a server that forgets to answer, a portal that pretends, and a database that was restored.

import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { NetError } from '../../static/pwa/src/net/http';
import type { ExchangeAnswer, ExchangeAsk } from '../../static/pwa/src/net/exchange';
import { openDatabase } from '../../static/pwa/src/storage/database';
import { Outbox } from '../../static/pwa/src/storage/outbox';
import { Runner } from '../../static/pwa/src/sync/runner';
import type { Draft, Enrolment, Kept } from '../../static/pwa/src/domain/types';

class Server {
  ledger = new Map<string, number>();
  epoch = 'e1';
  safe = 0;
  loseAnswers = 0;
  media = new Set<string>();
  wanted: string[] = [];
  changes: ExchangeAnswer['changes'] = [];
  asked: ExchangeAsk[] = [];

  async exchange(asked: ExchangeAsk): Promise<ExchangeAnswer> {
    this.asked.push(asked);
    const acks = asked.entries.map(({ id, rev, digest, body }) => {
      const known = this.ledger.get(`${id} ${rev} ${digest}`);
      const position = known ?? this.ledger.size + 1;
      this.ledger.set(`${id} ${rev} ${digest}`, position);
      for (const one of JSON.parse(body).media ?? []) this.wanted.push(one.sha256);
      return { id, rev, outcome: known ? 'known' : 'stored', position } as const;
    });
    if (this.loseAnswers-- > 0) throw new NetError('offline');
    const missing = this.wanted.filter((one) => !this.media.has(one));
    return {
      nonce: asked.nonce, clock: '', epoch: this.epoch, safe: this.safe, acks: acks as never, missing, changes: this.changes,
      cursor: 'c', more: false,
    };
  }
}

let server: Server;
let box: Outbox;
let ends: { reason: string | null; nextInMs: number | null }[];
let count = 0;

function phone(): Runner {
  return new Runner({
    storage: box,
    net: { exchange: (asked) => server.exchange(asked), send: async (what) => void server.media.add(what.sha256) },
    now: () => 1000, chance: () => 0.5, nonce: () => 'n',
    health: async (unsent) => ({ unsent: unsent.length, oldest_unsent_at: null, media_pending_bytes: 0, free_bytes: null, persisted: true, app_version: '1' }),
    alone: async (work) => (await work(), true),
    mayGo: () => true,
    onChange: () => undefined, onPhase: () => undefined, onBytes: () => undefined, onEnd: (end) => void ends.push(end),
  });
}

const enrolment = { token: 't', person: { id: 'awa' }, scope: {}, programme: {} } as unknown as Enrolment;
const kept = (n: number, media: Kept['media'] = []): Kept => ({
  id: `r${n}`, rev: 1, digest: `d${n}`, body: JSON.stringify({ media }), finishedAt: n, instrument: 'besoin', place: 'V1', summary: '',
  sentAt: null, position: null, safe: false, outcome: null, faults: [], media,
});
const draft = { id: 'x', media: {}, answers: {} } as unknown as Draft;

async function records(n: number): Promise<void> {
  for (let i = 1; i <= n; i++) {
    await box.saveDraft({ ...draft, id: `r${i}` });
    await box.finish(`r${i}`, kept(i));
  }
}

beforeEach(async () => {
  server = new Server();
  ends = [];
  box = new Outbox(await openDatabase(`test-${count++}`));
  await box.enrol(enrolment);
});

test('what Awa finished arrives once, although the first answer was lost', async () => {
  await records(3);
  server.loseAnswers = 1;
  const runner = phone();
  await runner.run();
  assert.equal((await box.entries()).filter((one) => one.sentAt === null).length, 3, 'nothing is believed without an answer');
  await runner.run();
  assert.equal(server.ledger.size, 3);
  assert.ok((await box.entries()).every((one) => one.sentAt === 1000));
  assert.deepEqual(ends.map((end) => end.reason), ['offline', null]);
  assert.ok((ends[0]?.nextInMs ?? 0) > 0);
});

test('a hundred records go in few requests', async () => {
  await records(100);
  await phone().run();
  assert.equal(server.ledger.size, 100);
  assert.ok(server.asked.length <= 2);
});

test('a portal that answers for the server changes nothing on the phone', async () => {
  await records(1);
  server.exchange = async () => {
    throw new NetError('portal', 200);
  };
  await phone().run();
  assert.equal((await box.entries())[0]?.sentAt, null);
  assert.equal(ends[0]?.reason, 'portal');
});

test('a revoked phone stops asking and keeps what it holds', async () => {
  await records(1);
  server.exchange = async () => {
    throw new NetError('revoked', 403);
  };
  await phone().run();
  assert.deepEqual(ends[0], { reason: 'revoked', nextInMs: null });
  assert.equal((await box.entries()).length, 1);
});

test('after the server was restored, the phone offers again what was sent', async () => {
  await records(2);
  const runner = phone();
  await runner.run();
  server.ledger.clear();
  server.epoch = 'e2';
  await runner.run();
  assert.equal(server.ledger.size, 2);
  assert.ok((await box.entries()).every((one) => one.sentAt !== null));
});

test('the photo of a record follows it, and is not sent where it already is', async () => {
  const photo = { sha256: 'aa', type: 'image/jpeg', bytes: 3, question: 'photo' };
  const medium = { sha256: 'aa', type: 'image/jpeg', bytes: new ArrayBuffer(3), size: 3, madeAt: 1, uploadUrl: null, sentAt: null };
  await box.attach({ ...draft, id: 'r1', media: { photo } }, medium);
  await box.finish('r1', kept(1, [photo]));
  await phone().run();
  assert.deepEqual([...server.media], ['aa']);
  assert.equal((await box.mediaHeads())[0]?.sentAt, 1000);
});

test('rows that come down are kept with the cursor, and a reset clears what was there', async () => {
  server.changes = [{ kind: 'place', id: 'V1', op: 'put', body: { code: 'V1' } }, { kind: 'place', id: 'V2', op: 'put', body: {} }];
  const runner = phone();
  await runner.run();
  server.changes = [{ kind: 'place', id: 'V2', op: 'drop' }];
  await runner.run();
  assert.deepEqual((await box.rows()).map((row) => row.id), ['V1']);
  assert.equal(await box.meta('cursor'), 'c');
});

test('finishing a draft makes one record, even when asked twice', async () => {
  await box.saveDraft({ ...draft, id: 'r9' });
  await box.finish('r9', kept(9));
  await assert.rejects(box.finish('r9', kept(9)));
  assert.equal((await box.entries()).length, 1);
  assert.equal((await box.drafts()).length, 0);
});

test('a voice that was cut off by a kill is still there, second by second', async () => {
  await box.startRecording({ id: 'v', draft: 'r1', question: 'voix', type: 'audio/webm', startedAt: 0 });
  for (let n = 0; n < 12; n++) await box.addChunk('v', n, new Uint8Array([n]).buffer as ArrayBuffer);
  assert.deepEqual([...new Uint8Array(await box.heard('v'))], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});
