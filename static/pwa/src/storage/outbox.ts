// What this phone holds for the server and what came down from it. One fact, one store; what changes together changes
// in one transaction, and is read in it too.

import type { IDBPObjectStore } from 'idb';
import type { Definition, Enrolment, Kept, RecordFate } from '../domain/types';
import { applyAnswer, reasonsToStay } from '../sync/outbox';
import { stepOf } from '../sync/snapshot';
import type { Arriving } from '../sync/snapshot';
import type { Change, ExchangeAnswer, MediumHead, SyncStorage } from '../sync/ports';
import type { Carried } from '../domain/wire';
import { definitionKey, quietly, together } from './database';
import type { Database, EchoSchema, Meta, Row, Store } from './database';

export class Outbox implements SyncStorage {
  constructor(private readonly db: Database) {}

  async meta<Key extends keyof Meta>(key: Key): Promise<Meta[Key] | undefined> {
    return (await this.db.get('meta', key)) as Meta[Key] | undefined;
  }

  async setMeta<Key extends keyof Meta>(key: Key, value: Meta[Key]): Promise<void> {
    await this.db.put('meta', value, key);
  }

  /** Keeps a new enrolment. What another person or programme had pulled is cleared; for the same person the server says
   * what has changed. What was recorded stays. */
  enrol(enrolment: Enrolment): Promise<void> {
    return together(this.db, ['meta', 'rows'], async (tx) => {
      const meta = tx.objectStore('meta');
      const before = (await meta.get('enrolment')) as Enrolment | undefined;
      quietly(meta.put(enrolment, 'enrolment'));
      if (before && before.person.id === enrolment.person.id && before.scope.programme === enrolment.scope.programme) return;
      for (const key of ['cursor', 'arriving']) quietly(meta.delete(key));
      quietly(tx.objectStore('rows').clear());
    });
  }

  entries(): Promise<Kept[]> {
    return this.db.getAll('entries');
  }

  /** Keeps a file of another phone. */
  keepCarried(head: MediumHead, bytes: ArrayBuffer): Promise<void> {
    return together(this.db, ['media', 'bytes'], (tx) => {
      quietly(tx.objectStore('media').put(head));
      quietly(tx.objectStore('bytes').put(bytes, head.sha256));
    });
  }

  keep(answer: ExchangeAnswer, batch: Kept[], at: number): Promise<{ kinds: string[]; newEpoch: boolean }> {
    return together(this.db, ['meta', 'entries', 'drafts', 'rows', 'definitions', 'media', 'bytes'], async (tx) => {
      const [meta, entries] = [tx.objectStore('meta'), tx.objectStore('entries')];
      const [all, epoch] = await Promise.all([entries.getAll(), meta.get('epoch')]);
      const newEpoch = epoch !== undefined && epoch !== answer.epoch;
      const { acks, safe, changes, cursor } = answer;
      const { changed, erased } = applyAnswer(all, batch, { acks, safe, newEpoch, at, erased: erasedIn(changes) });
      for (const one of changed) quietly(entries.put(one));
      for (const key of erased) quietly(entries.delete(key));
      // A correction that was begun holds the same words.
      for (const name of [...erased.map(([id]) => id), ...erasedIn(changes)]) quietly(tx.objectStore('drafts').delete(name));
      const step = stepOf(answer, ((await meta.get('arriving')) as Arriving | undefined) ?? null, ((await meta.get('gen')) as number | undefined) ?? 0);
      if (step.takes) keepRows(tx.objectStore('rows'), tx.objectStore('definitions'), changes, step.gen);
      if (step.done) await dropOlder(tx.objectStore('rows'), step.gen);
      quietly(step.arriving ? meta.put(step.arriving, 'arriving') : meta.delete('arriving'));
      const facts = { epoch: answer.epoch, lastSuccessAt: at, gen: step.gen, ...(step.takes ? { cursor } : {}) };
      for (const [key, value] of Object.entries(facts)) quietly(meta.put(value, key));
      if (answer.scope) await keepScope(meta, answer.scope);
      for (const one of answer.carried ?? []) await hearOfCarried(tx.objectStore('media'), tx.objectStore('bytes'), one);
      const told = step.takes ? changes.map((change) => change.kind) : [];
      const more = [...(answer.scope ? ['enrolment'] : []), ...(erased.length ? ['drafts'] : [])];
      const kinds = answer.reset || step.done ? ['*'] : Array.from(new Set([...told, ...more]));
      return { kinds, newEpoch };
    });
  }

  async arriving(): Promise<Arriving | null> {
    return (await this.meta('arriving')) ?? null;
  }

  /** Keeps one part of a snapshot, and that it is no longer to come. Tells the kinds of rows that changed. */
  keepPart(name: string, changes: Change[]): Promise<string[]> {
    return together(this.db, ['meta', 'rows', 'definitions'], async (tx) => {
      const meta = tx.objectStore('meta');
      const arriving = (await meta.get('arriving')) as Arriving | undefined;
      if (!arriving?.parts.includes(name)) return [];
      keepRows(tx.objectStore('rows'), tx.objectStore('definitions'), changes, arriving.gen);
      quietly(meta.put({ ...arriving, parts: arriving.parts.filter((one) => one !== name) }, 'arriving'));
      return Array.from(new Set(changes.map((change) => change.kind)));
    });
  }

  /** The snapshot is gone at the server: the next exchange begins anew. What is in sight stays. */
  forgetArriving(): Promise<void> {
    return together(this.db, ['meta'], (tx) => {
      for (const key of ['cursor', 'arriving']) quietly(tx.objectStore('meta').delete(key));
    });
  }

  /** Rows of one kind, as their bodies. */
  async rows<Body>(kind: string): Promise<Body[]> {
    return (await this.db.getAllFromIndex('rows', 'kind', kind)).map((row: Row) => row.body as Body);
  }

  definitions(): Promise<Definition[]> {
    return this.db.getAll('definitions');
  }

  mediaHeads(): Promise<MediumHead[]> {
    return this.db.getAll('media');
  }

  bytesOf(sha256: string): Promise<ArrayBuffer | undefined> {
    return this.db.get('bytes', sha256);
  }

  /** A medium to look at or listen to. */
  async medium(sha256: string): Promise<{ type: string; bytes: ArrayBuffer } | null> {
    const [head, bytes] = await Promise.all([this.db.get('media', sha256), this.db.get('bytes', sha256)]);
    return head && bytes ? { type: head.type, bytes } : null;
  }

  async updateMedium(sha256: string, change: Partial<Pick<MediumHead, 'uploadUrl' | 'sentAt'>>): Promise<void> {
    await together(this.db, ['media'], async (tx) => {
      const held = await tx.objectStore('media').get(sha256);
      if (held) quietly(tx.objectStore('media').put({ ...held, ...change }));
    });
  }

  /** Lets go of what has no reason to stay: entries, media that nothing here speaks of, definitions nothing names. */
  async sweep(now: number): Promise<void> {
    await together(this.db, ['entries', 'drafts', 'media', 'bytes', 'rows', 'definitions'], async (tx) => {
      const [entries, media, definitions] = [tx.objectStore('entries'), tx.objectStore('media'), tx.objectStore('definitions')];
      const byKind = tx.objectStore('rows').index('kind');
      const [all, heads, drafts] = await Promise.all([entries.getAll(), media.getAll(), tx.objectStore('drafts').getAll()]);
      const stay = staying(all, heads, await byKind.getAll('record'), now);
      for (const one of all) if (!stay.includes(one)) quietly(entries.delete([one.id, one.rev]));
      const spoken = new Set([...stay.flatMap((one) => one.media), ...drafts.flatMap((one) => Object.values(one.media))].map((one) => one.sha256));
      for (const { sha256 } of heads.filter((one) => !one.carried && !spoken.has(one.sha256))) {
        quietly(media.delete(sha256));
        quietly(tx.objectStore('bytes').delete(sha256));
      }
      const current = (await byKind.getAll('instrument')).map((row) => row.body as Definition);
      const named = new Set([...stay, ...drafts].map((one) => definitionKey(one.instrument, one.version)));
      for (const { name, version } of current) named.add(definitionKey(name, version));
      for (const key of await definitions.getAllKeys()) if (!named.has(key)) quietly(definitions.delete(key));
    });
  }
}

type Writable<Name extends Store> = IDBPObjectStore<EchoSchema, Store[], Name, 'readwrite'>;

/** Rows that were not told again since the start anew go, now that all of it is here. */
async function dropOlder(rows: Writable<'rows'>, gen: number): Promise<void> {
  for (const { kind, id, gen: its } of await rows.getAll()) if (its !== gen) quietly(rows.delete([kind, id]));
}

/** A file that is carried for another goes when all of it is in a safe place; one that the server has lost is sent anew. */
async function hearOfCarried(media: Writable<'media'>, bytes: Writable<'bytes'>, told: Carried): Promise<void> {
  const { sha256, state, kept, damaged, safe } = told;
  const head = await media.get(sha256);
  if (!head?.carried) return;
  if (state === 'unknown') quietly(media.put({ ...head, sentAt: null, uploadUrl: null }));
  else if (safe) {
    quietly(media.delete(sha256));
    quietly(bytes.delete(sha256));
  } else quietly(media.put({ ...head, carried: { ...head.carried, state, kept, damaged } }));
}

/** The Lab moved this phone: it says so wherever it says where it is. */
async function keepScope(meta: Writable<'meta'>, scope: Enrolment['scope']): Promise<void> {
  const held = (await meta.get('enrolment')) as Enrolment | undefined;
  if (held) quietly(meta.put({ ...held, scope }, 'enrolment'));
}

function keepRows(rows: Writable<'rows'>, definitions: Writable<'definitions'>, changes: Change[], gen: number): void {
  for (const { kind, id, op, body } of changes) {
    if (op === 'drop') quietly(rows.delete([kind, id]));
    else quietly(rows.put({ kind, id, body, gen }));
    if (op === 'put' && kind === 'instrument') {
      const definition = body as Definition;
      quietly(definitions.put(definition, definitionKey(definition.name, definition.version)));
    }
  }
}

function erasedIn(changes: Change[]): string[] {
  const isErased = ({ kind, op, body }: Change): boolean => kind === 'record' && op === 'put' && (body as RecordFate).state === 'erased';
  return changes.filter(isErased).map((change) => change.id);
}

function staying(all: Kept[], heads: MediumHead[], fates: Row[], now: number): Kept[] {
  const unsentMedia = new Set(heads.filter((one) => one.sentAt === null).map((one) => one.sha256));
  const fateOf = new Map(fates.map((row): [string, RecordFate] => [row.id, row.body as RecordFate]));
  const latest = new Map<string, number>();
  for (const one of all) latest.set(one.id, Math.max(one.rev, latest.get(one.id) ?? 0));
  return all.filter((one) => {
    const about = { latestRev: latest.get(one.id) as number, fate: fateOf.get(one.id), unsentMedia, now };
    return reasonsToStay(one, about).length > 0;
  });
}
