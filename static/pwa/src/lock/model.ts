// What the locked phone says. Pure.

import type { ProfileView } from '../app/app';
import type { SyncReason } from '../domain/failure';
import { length } from '../i18n/format';
import type { Words } from '../i18n/fr';

/** Why a PIN was not right, and how long to wait. */
export function pinText(tried: boolean, openAt: number, now: number, words: Words): string {
  if (openAt > now) return words.pinFault.wait(length(openAt - now + 999));
  return tried ? words.pinFault.wrong : '';
}

export const waiting = (profiles: readonly ProfileView[]): number => profiles.reduce((sum, one) => sum + one.unsent, 0);

/** Why what waits did not go; '' when it did, or nothing is to be said. */
export function reasonText(reason: SyncReason | null, words: Words): string {
  const { offline, portal, slow, server, rejected, tooLarge, setup, wifi, revoked, unknown, upgrade } = words.syncTexts;
  const texts: Partial<Record<SyncReason, string>> = {
    offline,
    portal,
    'slow-down': slow,
    server,
    rejected,
    'too-large': tooLarge,
    setup,
    wifi,
    revoked,
    'not-enrolled': unknown,
    upgrade,
  };
  return reason === null ? '' : (texts[reason] ?? '');
}
