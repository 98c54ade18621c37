// The server in a few lines, as docs/protocol.md says it; it can lose answers, be restored, and be odd.

import { createHash } from 'node:crypto';
import { NetError } from '../../static/pwa/src/domain/failure';
import type { Fault } from '../../static/pwa/src/domain/types';
import type { Carried, NewKeys } from '../../static/pwa/src/domain/wire';
import type { Ack, Change, ExchangeAnswer, ExchangeAsk, Sending, SyncNet } from '../../static/pwa/src/sync/ports';

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What is in a sealed item; of one that is really sealed only that it came. */
function opened(sealed: string): { digest: string; body: string } {
  const text = Buffer.from(sealed, 'base64').toString();
  return text.startsWith('{')
    ? (JSON.parse(text) as { digest: string; body: string })
    : { digest: 'sealed', body: '{}' };
}

export class ModelServer implements SyncNet {
  /** Position by (id, rev, digest). */
  ledger = new Map<string, number>();
  media = new Set<string>();
  epoch = 'e1';
  safe = 0;
  changes: Change[] = [];
  reset = false;
  more = false;
  cursor = 'c';
  /** Named in the answer to a phone without a cursor, or when asked to `reset`. */
  parts: string[] = [];
  fetched: string[] = [];
  partFault: (name: string) => 'cut' | 'gone' | 'changed' | null = () => null;
  /** Answers to lose after the work is done. */
  loseAnswers = 0;
  /** Where the next request breaks: before the server heard it, or after. */
  faults: () => 'before' | 'after' | null = () => null;
  quarantine: Fault[] = [];
  /** What it says of files that phones carry for others; of one that it has not got, `unknown`. */
  carried = new Map<string, Omit<Carried, 'sha256'>>();
  unreadable = '';
  /** Tokens that it does not let in, and why. */
  shutOut = new Map<string, 'revoked' | 'not-enrolled'>();
  flighty = false;
  /** Whether it asks phones for keys of their own, and takes them. */
  takesKeys = false;
  /** The hash of the token that a phone has proposed, and those that are spent. */
  private next = '';
  readonly spent = new Set<string>();
  /** The token with which a phone came last. */
  private token = '';

  asked: ExchangeAsk[] = [];
  /** Media sent, in order. */
  sent: string[] = [];
  /** Everything, in order; exchanges without entries as `-`. */
  log: string[] = [];
  private wanted = new Set<string>();

  async exchange(asked: ExchangeAsk): Promise<ExchangeAnswer> {
    const fault = this.faults();
    if (fault === 'before') throw new NetError('offline');
    const shut = this.shutOut.get(asked.token) ?? this.shutOut.get('*');
    if (shut) throw new NetError(shut, 401);
    if (this.spent.has(hashOf(asked.token))) throw new NetError('not-enrolled', 401);
    const keys = this.takesKeys ? this.keysOf(asked) : {};
    this.asked.push(asked);
    this.log.push(asked.entries.map((one) => one.id).join(',') || '-');
    if (asked.entries.some((one) => one.id === this.unreadable)) throw new NetError('rejected', 400, 0, 'unreadable');
    const acks = asked.entries.map((one) => this.file(one));
    if (this.flighty) this.epoch += '+';
    if (fault === 'after' || this.loseAnswers-- > 0) throw new NetError('offline');
    const missing = [...this.wanted].filter((one) => !this.media.has(one));
    const { epoch, safe, changes, cursor, more } = this;
    const reset = this.reset || asked.cursor === null;
    const parts = this.parts.map((text) => ({ hash: hashOf(text), bytes: text.length }));
    const snapshot = reset && asked.snapshots && parts.length ? { snapshot: { parts, rows: 1 } } : {};
    this.reset = false;
    const nothing = { kept: 0, damaged: 0, safe: false };
    const heard = (sha256: string): 'received' | 'unknown' => (this.media.has(sha256) ? 'received' : 'unknown');
    const carried = asked.carried?.map((sha256) => ({
      sha256,
      state: heard(sha256),
      ...nothing,
      ...this.carried.get(sha256),
    }));
    return {
      nonce: asked.nonce,
      clock: '',
      epoch,
      safe,
      acks,
      missing,
      changes,
      cursor,
      more,
      reset,
      ...snapshot,
      ...(carried ? { carried } : {}),
      ...keys,
    };
  }

  /** The first use of a new token ends the one before. */
  private keysOf({ token, keys }: ExchangeAsk): Pick<ExchangeAnswer, 'keys' | 'renew'> {
    if (hashOf(token) === this.next) {
      this.spent.add(hashOf(this.token));
      this.next = '';
    }
    this.token = token;
    const proposed = keys as NewKeys | undefined;
    if (proposed) this.next = proposed.token;
    return proposed ? { keys: proposed.token } : this.spent.size ? {} : { renew: true };
  }

  async part(_token: string, name: string): Promise<string> {
    const fault = this.partFault(name);
    if (fault === 'cut') throw new NetError('offline');
    const text = this.parts.find((one) => hashOf(one) === name);
    if (fault === 'gone' || text === undefined) throw new NetError('rejected', 404, 0, 'not-found');
    this.fetched.push(text);
    return fault === 'changed' ? `${text} ` : text;
  }

  private file(sent: ExchangeAsk['entries'][number]): Ack {
    const { id, rev } = sent;
    const { digest, body } = 'sealed' in sent ? opened(sent.sealed) : sent;
    const name = `${id} ${rev} ${digest}`;
    const known = this.ledger.get(name);
    const position = known ?? this.ledger.size + 1;
    this.ledger.set(name, position);
    const { uses } = (JSON.parse(body) as { consent?: { uses: Record<string, boolean> } }).consent ?? {};
    if (rev > 1 && uses?.keep === false) return { id, rev, outcome: 'erased' };
    for (const one of (JSON.parse(body) as { media?: { sha256: string }[] }).media ?? []) this.wanted.add(one.sha256);
    const outcome = this.quarantine.length ? 'quarantined' : known ? 'known' : 'stored';
    return { id, rev, outcome, position, ...(this.quarantine.length ? { errors: this.quarantine } : {}) };
  }

  async send(what: Sending): Promise<void> {
    const fault = this.faults();
    if (fault === 'before') throw new NetError('offline');
    this.log.push(what.sha256);
    this.sent.push(what.sha256);
    this.media.add(what.sha256);
    if (fault === 'after') throw new NetError('offline');
  }

  /** Back to a backup with the first `count` entries. */
  restoreFrom(count: number): void {
    this.ledger = new Map([...this.ledger].slice(0, Math.max(0, count)));
    this.epoch = `restored ${this.log.length}`;
  }
}
