// Rows that came down: stored under the generation of their snapshot, and what the server says of files carried for others.
// The timelines of somebody's records are theirs alone and stored sealed; places, projects and questions are everybody's.

import type { IDBPObjectStore } from 'idb';
import { ERASED } from '../domain/states';
import type { Definition, RecordTimeline } from '../domain/types';
import type { Carried } from '../domain/wire';
import type { Change } from '../sync/ports';
import { definitionKey, quietly } from './database';
import type { EchoSchema, Row, Store } from './database';
import type { Vault } from './vault';

type Writable<Name extends Store> = IDBPObjectStore<EchoSchema, Store[], Name, 'readwrite'>;

const THEIRS = 'record';
export const rowName = (kind: string, id: string): string => `rows/${kind}/${id}`;

/** A row to be put, or with neither body nor seal to be dropped. */
export type RowChange = Omit<Row, 'gen'>;

/** Changes as rows, sealed where they must be. */
export function sealedRows(changes: Change[], vault: Vault): Promise<RowChange[]> {
  return Promise.all(
    changes.map(async ({ kind, id, op, body }) => {
      if (op === 'drop') return { kind, id };
      return kind === THEIRS ? { kind, id, sealed: await vault.seal(rowName(kind, id), body) } : { kind, id, body };
    }),
  );
}

export function keepRows(
  rows: Writable<'rows'>,
  definitions: Writable<'definitions'>,
  changes: RowChange[],
  gen: number,
): void {
  for (const change of changes) {
    const { kind, id, body, sealed } = change;
    if (body === undefined && !sealed) quietly(rows.delete([kind, id]));
    else quietly(rows.put({ ...change, gen }));
    if (body !== undefined && kind === 'instrument') {
      const definition = body as Definition;
      quietly(definitions.put(definition, definitionKey(definition.name, definition.version)));
    }
  }
}

/** Deletes the rows of earlier generations, now that all of this one is here. */
export async function dropOlder(rows: Writable<'rows'>, gen: number): Promise<void> {
  for (const { kind, id, gen: its } of await rows.getAll()) if (its !== gen) quietly(rows.delete([kind, id]));
}

/** A file that is carried for another goes when all of it is in a safe place; one that the server has lost is sent anew. */
export async function hearOfCarried(
  media: Writable<'media'>,
  bytes: Writable<'bytes'>,
  carried: Carried,
): Promise<void> {
  const { sha256, state, kept, damaged, safe } = carried;
  const head = await media.get(sha256);
  if (!head?.carried) return;
  if (state === 'unknown') quietly(media.put({ ...head, sentAt: null, uploadUrl: null }));
  else if (safe) {
    quietly(media.delete(sha256));
    quietly(bytes.delete(sha256));
  } else quietly(media.put({ ...head, carried: { ...head.carried, state, kept, damaged } }));
}

/** Records that were erased at the Lab. */
export function erasedIn(changes: Change[]): string[] {
  const isErased = ({ kind, op, body }: Change): boolean =>
    kind === 'record' && op === 'put' && (body as RecordTimeline).state === ERASED;
  return changes.filter(isErased).map((change) => change.id);
}
