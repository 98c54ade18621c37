// What can go wrong, as codes. Screens have the sentences.

/** Why nothing could be captured. */
export type CaptureFailure = 'no-permission' | 'no-device' | 'not-an-image' | 'no-space' | 'timeout' | 'unsupported';

export class CaptureError extends Error {
  constructor(readonly code: CaptureFailure) {
    super(code);
  }
}

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
