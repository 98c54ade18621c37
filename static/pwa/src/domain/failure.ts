// What can go wrong, as codes. Screens have the sentences.

/** Why nothing could be captured. `not-kept`: the storage refused it, and not for want of room. */
export type CaptureFailure =
  | 'no-permission'
  | 'no-device'
  | 'not-an-image'
  | 'no-space'
  | 'not-kept'
  | 'timeout'
  | 'too-short'
  | 'no-sound'
  | 'unsupported'
  | 'given-up';

export class CaptureError extends Error {
  /** `seconds`: of a voice that could not become the answer yet, and stays on the phone until it can. */
  constructor(
    readonly code: CaptureFailure,
    readonly seconds = 0,
  ) {
    super(code);
  }
}

/** Why something cannot be written down, or read. `full`: no room. `failed`: it did not work this time. `slow`: it has not
 * answered for a while. `newer`: a newer version of the app keeps its data in a way that this one cannot read. `gone`: what
 * was stored is no longer there. `elsewhere`: another window finished or threw away what was being filled in. */
export type StorageFault = 'full' | 'failed' | 'slow' | 'newer' | 'gone' | 'elsewhere';

export class StorageError extends Error {
  constructor(readonly fault: StorageFault) {
    super(fault);
  }
}

const FAULTS: Record<string, StorageFault> = { QuotaExceededError: 'full', VersionError: 'newer' };

export function faultOf(error: unknown): StorageFault {
  if (error instanceof StorageError) return error.fault;
  if (error instanceof CaptureError && error.code === 'no-space') return 'full';
  return FAULTS[(error as Error | null)?.name ?? ''] ?? 'failed';
}

/** What a record holds was not agreed to: a photo or a voice came after the agreement was asked for. */
export class ConsentError extends Error {}

/** Why the phone and the server are not in step. */
export type SyncReason =
  | 'offline'
  | 'portal'
  | 'server'
  | 'slow-down'
  | 'revoked'
  | 'not-enrolled'
  | 'upgrade'
  | 'rejected'
  /** A single record or photo is larger than what the server, or a proxy before it, lets through. */
  | 'too-large'
  /** The server, or a proxy before it, is set up wrongly: nothing that the person can mend. */
  | 'setup'
  | 'storage'
  /** Photos are held back until sending them costs the person nothing. */
  | 'wifi'
  | 'other-tab';

/** Whether the server no longer lets this phone in: only a new code helps. */
export const isShutOut = (reason: SyncReason | null): boolean => reason === 'revoked' || reason === 'not-enrolled';

/** A request that did not succeed. `code` is the server's own word for it, '' when it said none; `retryAfterS` when it
 * said when to come back. */
export class NetError extends Error {
  constructor(
    readonly reason: SyncReason,
    readonly status = 0,
    readonly retryAfterS = 0,
    readonly code = '',
  ) {
    super(`${reason} ${status} ${code}`);
  }
}
