// What the phone's tests are made of.

import type { Enrolment, OpenedEntry } from '../../static/pwa/src/domain/types';
import type { FinishedDraft, Made } from '../../static/pwa/src/storage/drafts';
import { makeVault } from '../../static/pwa/src/storage/vault';
import type { Vault } from '../../static/pwa/src/storage/vault';
import type { SyncPorts } from '../../static/pwa/src/sync/ports';
import { sizeOf } from '../../static/pwa/src/sync/outbox';

/** A finished record of Awa's, unsent unless `more` says otherwise. */
export function finishedNeed(n: number, more: Partial<OpenedEntry> = {}): OpenedEntry {
  const body = more.body ?? JSON.stringify({ media: more.media ?? [] });
  return {
    id: `r${n}`,
    rev: 1,
    digest: `d${n}`,
    body,
    size: sizeOf(body),
    finishedAt: n,
    instrument: 'besoin',
    version: '1',
    place: 'V1',
    summary: '',
    sentAt: null,
    position: null,
    safe: false,
    outcome: null,
    faults: [],
    media: [],
    ...more,
  };
}

/** What Awa's PIN opens. */
export const PIN = '314159';
/** Hashed by PBKDF2, and seldom, so that tests are quick. */
export const QUICK: Parameters<typeof makeVault>[1] = {
  cost: { iterations: 1000 },
  hash: () => Promise.reject(new Error('no Argon2id')),
};
export const newVault = async (): Promise<Vault> => (await makeVault(PIN, QUICK)).vault;

/** As a draft becomes it. The model server reads items that nobody sealed. */
export function finishedOf({
  digest,
  body,
  instrument,
  version,
  place,
  summary,
  media,
  ...head
}: OpenedEntry): FinishedDraft {
  return {
    head: { ...head, media },
    content: { digest, body, instrument, version, place, summary, media },
    item: bytesOf(JSON.stringify({ digest, body })),
  };
}

/** A medium that was made for a draft, of so many bytes. */
export function madeOf(sha256: string, type: string, bytes: number): Made {
  const medium = { sha256, type, size: bytes, madeAt: 1, uploadUrl: null, sentAt: null };
  return { medium, item: new ArrayBuffer(bytes), own: new Uint8Array(44) };
}

const bytesOf = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer as ArrayBuffer;

export const awa: Enrolment = {
  token: 't',
  device_id: 'd',
  person: { id: 'awa', name: 'Awa', role: 'surveyor', language: 'fr' },
  scope: { programme: 'demo', place: 'V1', place_name: 'Kouassi', place_path: '/CI/V1/', instruments: null },
  programme: {
    id: 'demo',
    name: { fr: 'Démo' },
    languages: ['fr', 'en'],
    public_key: 'BP6MGc4JBRkevCmKkkV5JTHybwzs4kYGOei8Oct_cGqCanebTPlpuKDlOcf2L7PTCtaqj4DjDx0Siq_WiiznLqA',
  },
};

/** What a run asks of a phone that is alone, may send, and shows nothing. */
export const quietPorts = {
  chance: () => 0.5,
  health: (unsent) => ({
    unsent: unsent.length,
    oldest_unsent_at: null,
    media_pending_bytes: 0,
    free_bytes: null,
    persisted: true,
    app_version: '1',
  }),
  alone: async (work) => (await work(), true),
  mayGo: () => true,
  onChange: () => undefined,
  onPhase: () => undefined,
  onProgress: () => undefined,
  onBytes: () => undefined,
} satisfies Partial<SyncPorts>;

/** Chance that is the same each time. */
export function someone(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
