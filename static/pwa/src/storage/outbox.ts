// What somebody's profile on this phone stores for the server and what came down to it. One fact, one store; what changes
// together changes in one transaction. Without their vault the place is locked: what is finished can be sent, nothing read.

import { contentOf } from '../bundle/reopening';
import type {
  Definition,
  Enrolment,
  Entry,
  EntryHead,
  OpenedEntry,
  OwnKeys,
  PendingKeys,
  RecordTimeline,
  EntryContent,
} from '../domain/types';
import { applyAnswer, reasonsToStay } from '../sync/outbox';
import type {
  Arriving,
  Change,
  ExchangeAnswer,
  AnswerEffects,
  Limits,
  MediumHead,
  Pass,
  SealedEntry,
  SyncStorage,
} from '../sync/ports';
import { stepOf } from '../sync/snapshot';
import { base64 } from '../domain/base64';
import type { RepliesSeen } from '../domain/place-reply';
import { contentName, definitionKey, quietly, together } from './database';
import type { Database, Meta, Row, StoredEntry } from './database';
import { dropOlder, erasedIn, hearOfCarried, keepRows, rowName, sealedRows } from './rows';
import type { Vault } from './vault';

const SECRETS = ['enrolment', 'nextKeys', 'recentPlaces', 'repliesSeen'] as const;
type Secret = (typeof SECRETS)[number];
interface Secrets {
  enrolment: Enrolment;
  nextKeys: PendingKeys;
  recentPlaces: string[];
  repliesSeen: RepliesSeen;
}

/** What makes keys, as soon as it is here: it comes with the screens behind the first one. */
export type KeyMaker = Promise<{ nextKeys(former?: OwnKeys): Promise<PendingKeys> }>;

export class Outbox implements SyncStorage {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault | null,
    private readonly maker?: KeyMaker,
  ) {}

  async meta<Key extends keyof Meta>(key: Key): Promise<Meta[Key] | undefined> {
    return (await this.db.get('meta', key)) as Meta[Key] | undefined;
  }

  async setMeta<Key extends 'language' | 'profile'>(key: Key, value: Meta[Key]): Promise<void> {
    await this.db.put('meta', value, key);
  }

  limits(): Promise<Limits | undefined> {
    return this.meta('limits');
  }

  async keepLimits(limits: Limits): Promise<void> {
    await this.db.put('meta', limits, 'limits');
  }

  async secret<Key extends Secret>(key: Key): Promise<Secrets[Key] | undefined> {
    const sealed = await this.meta(key);
    return sealed && this.open.open<Secrets[Key]>(`meta/${key}`, sealed);
  }

  async setSecret<Key extends Secret>(key: Key, value: Secrets[Key]): Promise<void> {
    await this.db.put('meta', await this.open.seal(`meta/${key}`, value), key);
  }

  /** For what a locked profile is never asked. */
  private get open(): Vault {
    if (!this.vault) throw new Error('locked');
    return this.vault;
  }

  async pass(): Promise<Pass | undefined> {
    if (!this.vault) {
      const [posting, resealing] = await Promise.all([this.meta('posting'), this.meta('resealing')]);
      return posting && resealing !== true ? { token: posting.token, locked: true, cursor: null } : undefined;
    }
    const [enrolment, next, cursor] = await Promise.all([
      this.secret('enrolment'),
      this.secret('nextKeys'),
      this.meta('cursor'),
    ]);
    return enrolment && { token: enrolment.token, locked: false, cursor: cursor ?? null, keys: next?.asked };
  }

  entries(): Promise<EntryHead[]> {
    return this.db.getAll('entries');
  }

  /** All of them, as their author reads them. */
  async openedEntries(): Promise<OpenedEntry[]> {
    return Promise.all((await this.db.getAll('entries')).map((one) => this.read(one)));
  }

  private async read({ letter: _letter, said, ...head }: StoredEntry): Promise<OpenedEntry> {
    return { ...head, ...(await this.open.open<EntryContent>(contentName(head.id, head.rev), said)) };
  }

  /** Openly where the author is here, for that is packed together; else each as its sealed item. */
  toSend(batch: EntryHead[]): Promise<(Entry | SealedEntry)[]> {
    return Promise.all(
      batch.map(async ({ id, rev }) => {
        const stored = (await this.db.get('entries', [id, rev])) as StoredEntry;
        if (!this.vault) return { id, rev, sealed: base64(stored.letter) };
        const { digest, body } = await this.read(stored);
        return { id, rev, digest, body };
      }),
    );
  }

  async sealedItemOf(id: string, rev: number): Promise<ArrayBuffer | undefined> {
    return (await this.db.get('entries', [id, rev]))?.letter;
  }

  /** Stores a file of another phone. */
  keepCarried(head: MediumHead, bytes: ArrayBuffer): Promise<void> {
    return together(this.db, ['media', 'bytes'], (tx) => {
      quietly(tx.objectStore('media').put(head));
      quietly(tx.objectStore('bytes').put(bytes, head.sha256));
    });
  }

  async keep(answer: ExchangeAnswer, batch: EntryHead[], at: number): Promise<AnswerEffects> {
    const rows = this.vault ? await sealedRows(answer.changes, this.vault) : [];
    const own = await this.ownBy(answer);
    const again = !!(own.posting ?? own.nextKeys);
    return together(this.db, ['meta', 'entries', 'drafts', 'rows', 'definitions', 'media', 'bytes'], async (tx) => {
      const [meta, entries] = [tx.objectStore('meta'), tx.objectStore('entries')];
      const [all, epoch] = await Promise.all([entries.getAll(), meta.get('epoch')]);
      const newEpoch = epoch !== undefined && epoch !== answer.epoch;
      const { acks, safe, changes, cursor } = answer;
      const { changed, erased } = applyAnswer(all, batch, { acks, safe, newEpoch, at, erased: erasedIn(changes) });
      for (const one of changed) quietly(entries.put(one));
      for (const key of erased) quietly(entries.delete(key));
      // A correction that was begun holds the same words.
      for (const name of [...erased.map(([id]) => id), ...erasedIn(changes)])
        quietly(tx.objectStore('drafts').delete(name));
      for (const one of answer.carried ?? [])
        await hearOfCarried(tx.objectStore('media'), tx.objectStore('bytes'), one);
      quietly(meta.put(answer.epoch, 'epoch'));
      quietly(meta.put(at, 'lastSuccessAt'));
      const serverAt = Date.parse(answer.clock);
      if (!Number.isNaN(serverAt)) quietly(meta.put(serverAt, 'serverAt'));
      if (!this.vault) return { kinds: [], newEpoch, again };
      const step = stepOf(
        answer,
        ((await meta.get('arriving')) as Arriving | undefined) ?? null,
        ((await meta.get('gen')) as number | undefined) ?? 0,
      );
      if (step.takes) keepRows(tx.objectStore('rows'), tx.objectStore('definitions'), rows, step.gen);
      if (step.done) await dropOlder(tx.objectStore('rows'), step.gen);
      quietly(step.arriving ? meta.put(step.arriving, 'arriving') : meta.delete('arriving'));
      quietly(meta.put(step.gen, 'gen'));
      if (step.takes) quietly(meta.put(cursor, 'cursor'));
      for (const [key, value] of Object.entries(own)) quietly(meta.put(value, key));
      if (own.posting) quietly(meta.delete('nextKeys'));
      const heard = step.takes ? changes.map((change) => change.kind) : [];
      const more = [...(own.enrolment ? ['enrolment'] : []), ...(erased.length ? ['drafts'] : [])];
      const kinds = answer.reset || step.done ? ['*'] : Array.from(new Set([...heard, ...more]));
      return { kinds, newEpoch, again };
    });
  }

  /** What an answer changes of who this phone is: the Lab moved it, has taken its next keys, or asks for some. */
  private async ownBy({ scope, keys, renew }: ExchangeAnswer): Promise<Partial<Meta>> {
    const { vault } = this;
    const enrolment = vault && (await this.secret('enrolment'));
    if (!vault || !enrolment) return {};
    const next = await this.secret('nextKeys');
    const changed: Partial<Meta> = {};
    const taken = next && keys === next.asked.token ? { token: next.token, keys: next.own } : null;
    if (scope || taken)
      changed.enrolment = await vault.seal('meta/enrolment', { ...enrolment, ...(scope && { scope }), ...taken });
    if (taken) {
      const { device_id: device } = enrolment;
      const { programme } = scope ?? enrolment.scope;
      changed.posting = { token: `post.${device}.${taken.keys.posting}`, device, programme };
      if (!enrolment.keys) changed.resealing = 'keys';
    }
    const maker = renew && !next && (await Promise.race([this.maker, null]));
    if (maker) changed.nextKeys = await vault.seal('meta/nextKeys', await maker.nextKeys(enrolment.keys));
    return changed;
  }

  /** A locked profile fetches nothing. */
  async arriving(): Promise<Arriving | null> {
    return (this.vault && (await this.meta('arriving'))) ?? null;
  }

  /** Stores one part of a snapshot, and that it is no longer to come. Returns the kinds of rows that changed. */
  async keepPart(name: string, changes: Change[]): Promise<string[]> {
    const rows = await sealedRows(changes, this.open);
    return together(this.db, ['meta', 'rows', 'definitions'], async (tx) => {
      const meta = tx.objectStore('meta');
      const arriving = (await meta.get('arriving')) as Arriving | undefined;
      if (!arriving?.parts.includes(name)) return [];
      keepRows(tx.objectStore('rows'), tx.objectStore('definitions'), rows, arriving.gen);
      quietly(meta.put({ ...arriving, parts: arriving.parts.filter((one) => one !== name) }, 'arriving'));
      return Array.from(new Set(changes.map((change) => change.kind)));
    });
  }

  /** The snapshot is gone at the server: the next exchange begins anew. What is in sight stays. */
  dropArriving(): Promise<void> {
    return together(this.db, ['meta'], (tx) => {
      for (const key of ['cursor', 'arriving']) quietly(tx.objectStore('meta').delete(key));
    });
  }

  /** Rows of one kind, as their bodies. */
  async rows<Body>(kind: string): Promise<Body[]> {
    return Promise.all((await this.db.getAllFromIndex('rows', 'kind', kind)).map((row) => this.bodyOf<Body>(row)));
  }

  private async bodyOf<Body>({ kind, id, body, sealed }: Row): Promise<Body> {
    return sealed ? this.open.open<Body>(rowName(kind, id), sealed) : (body as Body);
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
    if (!head?.own || !bytes) return null;
    const own = new Uint8Array(await this.open.openBytes(`media/${sha256}`, head.own));
    return { type: head.type, bytes: await contentOf(bytes, own) };
  }

  async updateMedium(sha256: string, change: Partial<Pick<MediumHead, 'uploadUrl' | 'sentAt'>>): Promise<void> {
    await together(this.db, ['media'], async (tx) => {
      const current = await tx.objectStore('media').get(sha256);
      if (current) quietly(tx.objectStore('media').put({ ...current, ...change }));
    });
  }

  /** Deletes what has no reason to stay: entries, media that nothing here speaks of, definitions nothing names. */
  async sweep(at?: number): Promise<void> {
    const now = at ?? (await this.meta('serverAt')) ?? 0;
    const [timelines] = await Promise.all([this.rows<RecordTimeline>('record'), this.openedEntries()]); // opened, so that they are known inside
    await together(this.db, ['entries', 'drafts', 'media', 'bytes', 'rows', 'definitions'], async (tx) => {
      const [entries, media, definitions] = [
        tx.objectStore('entries'),
        tx.objectStore('media'),
        tx.objectStore('definitions'),
      ];
      const byKind = tx.objectStore('rows').index('kind');
      const [all, heads, drafts] = await Promise.all([
        entries.getAll(),
        media.getAll(),
        tx.objectStore('drafts').getAll(),
      ]);
      const known = (await byKind.getAll('record')).filter(
        (row) => row.sealed && this.vault?.known(rowName(row.kind, row.id), row.sealed),
      );
      const readable = new Set(known.map((row) => row.id));
      const stay = staying(
        all,
        heads,
        timelines.filter((one) => readable.has(one.id)),
        now,
      );
      for (const one of all) if (!stay.includes(one)) quietly(entries.delete([one.id, one.rev]));
      const spoken = new Set([
        ...stay.flatMap((one) => one.media.map((medium) => medium.sha256)),
        ...drafts.flatMap((one) => one.media),
      ]);
      for (const { sha256 } of heads.filter((one) => !one.carried && !spoken.has(one.sha256))) {
        quietly(media.delete(sha256));
        quietly(tx.objectStore('bytes').delete(sha256));
      }
      const named = this.namedIn(stay, drafts);
      if (!named) return; // something came meanwhile: next time
      for (const { body } of await byKind.getAll('instrument'))
        named.add(definitionKey((body as Definition).name, (body as Definition).version));
      for (const key of await definitions.getAllKeys()) if (!named.has(key)) quietly(definitions.delete(key));
    });
  }

  /** Which definitions records and drafts name; undefined when one of them has not been opened yet. */
  private namedIn(stay: StoredEntry[], drafts: { id: string; draft: Meta['enrolment'] }[]): Set<string> | undefined {
    const known = [
      ...stay.map((one) => this.vault?.known<EntryContent>(contentName(one.id, one.rev), one.said)),
      ...drafts.map((one) => this.vault?.known<{ instrument: string; version: string }>(`drafts/${one.id}`, one.draft)),
    ];
    return known.every((one) => one !== undefined)
      ? new Set(known.map((one) => definitionKey(one.instrument, one.version)))
      : undefined;
  }
}

function staying(all: StoredEntry[], heads: MediumHead[], timelines: RecordTimeline[], now: number): StoredEntry[] {
  const unsentMedia = new Set(heads.filter((one) => one.sentAt === null).map((one) => one.sha256));
  const timelineOf = new Map(timelines.map((one): [string, RecordTimeline] => [one.id, one]));
  const latest = new Map<string, number>();
  for (const one of all) latest.set(one.id, Math.max(one.rev, latest.get(one.id) ?? 0));
  return all.filter((one) => {
    const about = { latestRev: latest.get(one.id) as number, timeline: timelineOf.get(one.id), unsentMedia, now };
    return reasonsToStay(one, about).length > 0;
  });
}
