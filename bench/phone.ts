// The phone's own engine, storage and net against a server, counting what goes over the wire. Run by bench/wire.py:
// arguments are the server's address and an enrolment code; each line it prints is a JSON object.

import 'fake-indexeddb/auto';
import type { Answers } from '../static/pwa/src/domain/definition';
import { makeBody, makeEntry } from '../static/pwa/src/domain/making';
import { hex, uuid7 } from '../static/pwa/src/domain/record';
import type { Consent, Draft, Enrolment, Programme } from '../static/pwa/src/domain/types';
import { enrol, exchange, part } from '../static/pwa/src/net/exchange';
import { sendMedium } from '../static/pwa/src/net/tus';
import { ItemSealer } from '../static/pwa/src/bundle/sealed-items';
import { openDatabase } from '../static/pwa/src/storage/database';
import type { Database } from '../static/pwa/src/storage/database';
import { Drafts } from '../static/pwa/src/storage/drafts';
import { enrolIn } from '../static/pwa/src/storage/enrolling';
import { Outbox } from '../static/pwa/src/storage/outbox';
import { makeVault } from '../static/pwa/src/storage/vault';
import type { Vault } from '../static/pwa/src/storage/vault';
import { sizeOf } from '../static/pwa/src/sync/outbox';
import { Runner } from '../static/pwa/src/sync/runner';

const [address, code] = process.argv.slice(2) as [string, string];
const WORDS = (
  'la pompe du village est en panne depuis trois mois et les femmes marchent loin pour chercher eau propre école toit tombe pluie ' +
  'enfants maître absent route coupée saison marché prix cacao dispensaire médicament sage-femme nuit lumière jeunes travail terre champ'
).split(' ');

let [requests, up, down] = [0, 0, 0];
const real = globalThis.fetch;
/** Bodies as they travel: what was packed is counted packed. */
globalThis.fetch = (async (path: string, init: RequestInit) => {
  const answer = await real(address + path, init);
  requests++;
  up += init.body ? (await new Response(init.body).arrayBuffer()).byteLength : 0;
  const length = answer.headers.get('Content-Length');
  if (length === null) throw new Error(`no length: ${path}`);
  down += Number(length);
  return answer;
}) as typeof fetch;

async function measured(what: string, rows: number, work: () => Promise<void>): Promise<void> {
  [requests, up, down] = [0, 0, 0];
  await work();
  console.log(JSON.stringify({ what, rows, requests, up, down }));
}

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));
const among = <One>(all: readonly One[]): One => all[Math.floor(Math.random() * all.length)] as One;

let vault: Vault;

/** A finished emotion of about 1 kB, as the capture screens make it. */
async function finished(database: Database, enrolment: Enrolment, programme: Programme, n: number): Promise<number> {
  const outbox = new Outbox(database, vault);
  const definition = (await outbox.definitions()).find((one) => one.name === 'emotion');
  if (!definition) throw new Error('the instruments have not come down');
  const answers: Answers = {
    age: among(['18_24', '25_34', '35_59', '60_plus']),
    sexe: among(['femme', 'homme']),
    objet: 'vie',
    plaisir: Math.round(Math.random() * 100) / 100,
    activation: Math.round(Math.random() * 100) / 100,
    emotion: among(['joie', 'espoir', 'tristesse', 'lassitude', 'peur']),
    texte: Array.from({ length: 62 }, () => among(WORDS)).join(' '),
  };
  const { consent: asked } = programme;
  const consent: Consent = {
    version: asked.version,
    language: 'fr',
    given_by: 'oral',
    attribution: 'anonymous',
    uses: Object.fromEntries(asked.scopes.map((one) => [one.name, true])),
  };
  const at = Date.now() - n * 60000;
  const draft: Draft = {
    id: uuid7(at, random(10)),
    rev: 1,
    instrument: definition.name,
    version: definition.version,
    place: null,
    answers,
    mode: 'assisted',
    consent,
    media: {},
    replyTo: null,
    replyText: '',
    startedAt: at,
    changedAt: at,
    spentMs: Math.round(60000 + Math.random() * 60000),
  };
  const body = makeBody(draft, definition, enrolment, new Date(at));
  const entry = await makeEntry(draft.id, 1, body);
  const { digest, body: text } = entry;
  const drafts = new Drafts(database, vault);
  await drafts.add(draft);
  await drafts.finish(draft, {
    head: {
      id: draft.id,
      rev: 1,
      size: sizeOf(text),
      finishedAt: at,
      sentAt: null,
      position: null,
      safe: false,
      outcome: null,
      faults: [],
      media: [],
    },
    content: {
      digest,
      body: text,
      instrument: draft.instrument,
      version: draft.version,
      place: body.place,
      summary: '',
      media: [],
    },
    item: (await ItemSealer.of(enrolment).entry(entry)).bytes.buffer,
  });
  return new TextEncoder().encode(entry.body).length;
}

async function main(): Promise<void> {
  const database = await openDatabase('wire', () => undefined);
  vault = (await makeVault('314159', { cost: { iterations: 1000 }, hash: () => Promise.reject(new Error()) })).vault;
  const outbox = new Outbox(database, vault);
  const { keys: _, ...enrolment } = await enrol({ code, device: { name: 'Wire', platform: 'node', app_version: '1' } });
  await enrolIn({ database, vault }, enrolment);
  const runner = new Runner({
    storage: outbox,
    net: { exchange, part, send: sendMedium },
    now: Date.now,
    elapsed: () => performance.now(),
    chance: Math.random,
    nonce: () => hex(random(8)),
    health: (unsent, bytes) => ({
      unsent: unsent.length,
      oldest_unsent_at: unsent.length ? new Date(unsent[0]?.finishedAt as number).toISOString() : null,
      media_pending_bytes: bytes,
      free_bytes: 12_345_678_901,
      persisted: true,
      drafts: 2,
      month_bytes: 1_234_567,
      app_version: '0.1.0',
    }),
    alone: async (work) => (await work(), true),
    mayGo: () => true,
    onChange: () => undefined,
    onPhase: () => undefined,
    onProgress: () => undefined,
    onBytes: () => undefined,
    onEnd: ({ reason }) => {
      if (reason) throw new Error(reason);
    },
  });
  const go = (): Promise<void> => runner.run();
  await measured('a fresh phone', 0, go);
  console.log(JSON.stringify({ what: 'rows here', rows: await database.count('rows') }));
  await measured('nothing new', 0, go);
  const programme = (await outbox.rows<Programme>('programme'))[0] as Programme;
  const size = await finished(database, enrolment, programme, 1);
  await measured(`one record of ${size} B`, 1, go);
  let bytes = 0;
  for (let n = 0; n < 1000; n++) bytes += await finished(database, enrolment, programme, n);
  await measured(`1,000 records of ${Math.round(bytes / 1000)} B`, 1000, go);
  const unsent = (await outbox.entries()).filter((one) => one.sentAt === null || one.outcome !== 'stored').length;
  if (unsent) throw new Error(`${unsent} did not arrive well`);
  await measured('nothing new, after', 0, go);
}

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
