// Awa's phone begins anew on a bad link: she never sees an empty list of forms, and nothing is fetched twice.

import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Draft } from '../../static/pwa/src/domain/types';
import type { Change } from '../../static/pwa/src/sync/ports';
import { openDatabase } from '../../static/pwa/src/storage/database';
import type { Database } from '../../static/pwa/src/storage/database';
import { Drafts } from '../../static/pwa/src/storage/drafts';
import { enrolIn } from '../../static/pwa/src/storage/enrolling';
import { Outbox } from '../../static/pwa/src/storage/outbox';
import { Runner } from '../../static/pwa/src/sync/runner';
import type { Vault } from '../../static/pwa/src/storage/vault';
import { awa, finishedOf, finishedNeed, newVault } from './engine-build';
import { ModelServer, hashOf } from './model-server';

let server: ModelServer;
let box: Outbox;
let database: Database;
let vault: Vault;
let ends: (string | null)[];
let shown: string[][];
let count = 0;

const put = (kind: string, id: string, version = '1'): Change => ({
  kind: kind as Change['kind'],
  id,
  op: 'put',
  body: { id, name: id, version },
});
const drop = (kind: string, id: string): Change => ({ kind: kind as Change['kind'], id, op: 'drop' });
const text = (...changes: Change[]): string => JSON.stringify(changes);
const FORMS = text(put('programme', 'demo'), put('instrument', 'besoin', '2'));
const PLACES = text(put('place', 'V1'), put('place', 'Bécédi'));

const names = async (kind: string): Promise<string[]> =>
  (await box.rows<{ id: string }>(kind)).map((one) => one.id).sort();
const asked = (): (string | null)[] => server.asked.map((one) => one.cursor);

async function sync(): Promise<void> {
  await new Runner({
    storage: box,
    net: server,
    now: () => 1000,
    elapsed: () => 1000,
    chance: () => 0.5,
    nonce: () => `n${count++}`,
    health: (unsent) => ({ unsent: unsent.length, app_version: '1' }),
    alone: async (work) => (await work(), true),
    mayGo: () => true,
    onChange: (kinds) => void shown.push(kinds),
    onPhase: () => undefined,
    onProgress: () => undefined,
    onBytes: () => undefined,
    onEnd: (end) => void ends.push(end.reason),
  }).run();
}

/** What a kill leaves: the database alone. */
function killed(): void {
  box = new Outbox(database, vault);
}

/** A phone that has been in use: forms of version 1, and a place that is no more. */
async function inUse(): Promise<void> {
  server.changes = [
    put('programme', 'demo'),
    put('instrument', 'besoin', '1'),
    put('place', 'V1'),
    put('place', 'Gone'),
  ];
  await sync();
  server.changes = [];
  server.asked = [];
  ends = [];
}

beforeEach(async () => {
  server = new ModelServer();
  ends = [];
  shown = [];
  database = await openDatabase(`snapshot-${count++}`, () => undefined);
  vault = await newVault();
  box = new Outbox(database, vault);
  await enrolIn({ database, vault }, awa);
});

test('a fresh phone has its forms with the first part, and after a kill goes on with the second', async () => {
  server.parts = [FORMS, PLACES];
  server.partFault = (name) => (name === hashOf(PLACES) ? 'cut' : null);
  await sync();
  assert.deepEqual([await names('instrument'), await names('place'), ends], [['besoin'], [], ['offline']]);
  killed();
  server.partFault = () => null;
  server.cursor = 'later';
  server.changes = [put('project', 'P')];
  await sync();
  assert.deepEqual([await names('place'), await names('project')], [['Bécédi', 'V1'], ['P']]);
  assert.deepEqual(server.fetched, [FORMS, PLACES], 'each part once');
  assert.deepEqual(asked(), [null, 'c', 'c'], 'what came after the snapshot is asked for when its parts are here');
  assert.equal(await box.meta('cursor'), 'later');
  assert.equal(await box.arriving(), null);
});

test('days without signal in the middle of a reset: she works with what she had, and hands over what she finished', async () => {
  await inUse();
  server.restoreFrom(0);
  server.reset = true;
  server.parts = [FORMS, PLACES];
  server.partFault = () => 'cut';
  await sync();
  assert.deepEqual([await names('instrument'), await names('place')], [['besoin'], ['Gone', 'V1']]);
  const drafts = new Drafts(database, vault);
  const open = {
    id: 'r1',
    rev: 1,
    changedAt: 0,
    media: {},
    answers: {},
    instrument: 'besoin',
    version: '1',
  } as unknown as Draft;
  await drafts.add(open);
  await drafts.finish(open, finishedOf(finishedNeed(1)));
  killed();
  server.changes = [put('place', 'Later')];
  await sync();
  assert.equal(server.ledger.size, 1);
  assert.deepEqual(await names('place'), ['Gone', 'V1'], 'what follows a snapshot waits for it');
  server.partFault = () => null;
  await sync();
  assert.deepEqual(await names('place'), ['Bécédi', 'Later', 'V1'], 'the old row went last');
  assert.deepEqual(
    (await box.rows<{ version: string }>('instrument')).map((one) => one.version),
    ['2'],
  );
});

test('a reset by pages replaces nothing before its last page', async () => {
  await inUse();
  server.reset = server.more = true;
  server.changes = [put('programme', 'demo')];
  let answered = 0;
  server.faults = () => (answered++ ? 'before' : null);
  await sync();
  assert.deepEqual([await names('instrument'), await names('place')], [['besoin'], ['Gone', 'V1']]);
  server.faults = () => null;
  server.more = false;
  server.changes = [put('place', 'V1')];
  killed();
  await sync();
  assert.deepEqual([await names('instrument'), await names('place')], [[], ['V1']]);
});

test('a part that something on the way changed is not kept, and is asked for again', async () => {
  server.parts = [FORMS];
  server.partFault = () => 'changed';
  await sync();
  assert.deepEqual([await names('instrument'), ends], [[], ['portal']]);
  server.partFault = () => null;
  await sync();
  assert.deepEqual([await names('instrument'), ends], [['besoin'], ['portal', null]]);
});

test('a snapshot that is gone midway is asked for anew, and the rows of before stay until the new ones are there', async () => {
  await inUse();
  server.reset = true;
  server.parts = [FORMS, PLACES];
  server.partFault = (name) => (name === hashOf(PLACES) ? 'cut' : null);
  await sync();
  const NEW = text(put('programme', 'demo'), put('instrument', 'besoin', '3'), put('place', 'V1'));
  server.parts = [NEW];
  server.partFault = () => null;
  await sync();
  assert.deepEqual([await names('place'), ends], [['V1'], ['offline', null]]);
  assert.deepEqual(asked().slice(-2), [null, 'c']);
});

test('a server whose parts are always gone is left for later', async () => {
  server.parts = [FORMS];
  server.partFault = () => 'gone';
  await sync();
  assert.deepEqual([ends, server.asked.length], [['server'], 2]);
});

test('the form of an open draft outlives a reset that brings another version', async () => {
  await inUse();
  await new Drafts(database, vault).add({
    id: 'd',
    rev: 1,
    changedAt: 0,
    media: {},
    answers: {},
    instrument: 'besoin',
    version: '1',
  } as unknown as Draft);
  server.reset = true;
  server.parts = [FORMS];
  await sync();
  await box.sweep(2000);
  assert.deepEqual((await box.definitions()).map((one) => one.version).sort(), ['1', '2']);
});

test('an instrument that is dropped leaves the list, not the draft', async () => {
  await inUse();
  await new Drafts(database, vault).add({
    id: 'd',
    rev: 1,
    changedAt: 0,
    media: {},
    answers: {},
    instrument: 'besoin',
    version: '1',
  } as unknown as Draft);
  server.changes = [drop('instrument', 'besoin')];
  await sync();
  await box.sweep(2000);
  assert.deepEqual([await names('instrument'), (await box.definitions()).length], [[], 1]);
});

test('the Lab moves the phone: it says so where it says where it is', async () => {
  await inUse();
  const scope = { ...awa.scope, place: 'V2', place_name: 'Bécédi' };
  const once = server.exchange.bind(server);
  server.exchange = async (ask) => ({ ...(await once(ask)), scope });
  shown = [];
  await sync();
  assert.equal((await box.secret('enrolment'))?.scope.place_name, 'Bécédi');
  assert.ok(shown.some((kinds) => kinds.includes('enrolment')));
});
