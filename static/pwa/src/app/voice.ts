// Voices that were recorded second by second and are not yet part of their draft: mended after a kill, saved when a record is finished.

import type { Recording as StoredRecording } from '../storage/database';
import type { Drafts } from '../storage/drafts';
import type { Drafting } from './drafting';
import type { Ports } from './ports';

export const lockOf = (recording: string): string => `voice-${recording}`;

/** Recordings that a kill cut off become the answer they were meant to be. An answer from before the kill gives way only
 * to a longer one. */
export async function recoverVoices({ device }: Ports, drafts: Drafts, drafting: Drafting): Promise<void> {
  for (const one of await drafts.recordings()) {
    // One that cannot be saved now, for the phone is full, stays as it is and must not keep its owner out.
    await device.alone(lockOf(one.id), () => recover(one, drafts, drafting).catch(() => undefined));
  }
}

/** What was said for a draft and could not be saved then: it must not stay behind when the draft becomes a record. Rejects
 * with CaptureError while there is still no room. */
export async function keepVoices(
  { device }: Ports,
  drafts: Drafts,
  drafting: Drafting,
  draftId: string,
): Promise<void> {
  for (const one of await ofDraft(drafts, draftId)) {
    let failed: unknown;
    await device.alone(lockOf(one.id), () =>
      recover(one, drafts, drafting).catch((error: unknown) => void (failed = error)),
    );
    if (failed) throw failed;
  }
}

export const ofDraft = async (drafts: Drafts, draftId: string): Promise<StoredRecording[]> =>
  (await drafts.recordings()).filter((one) => one.draft === draftId);

async function recover(one: StoredRecording, drafts: Drafts, drafting: Drafting): Promise<void> {
  const draft = await drafts.get(one.draft);
  const bytes = await drafts.heard(one.id);
  const before = draft?.media[one.question]?.bytes ?? 0;
  if (draft && bytes.byteLength > before) await drafting.attach(draft.id, one.question, bytes, one.type, one.id);
  else await drafts.deleteRecording(one.id);
}
