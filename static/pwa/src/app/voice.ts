// Voices: recorded second by second, mended after a kill.

import { signal } from '@preact/signals';
import { CaptureError } from '../domain/failure';
import type { Recording as Heard } from '../storage/database';
import type { Drafts } from '../storage/drafts';
import type { Recording } from './app';
import { VOICE_BYTES } from '../domain/room';
import { roomFor } from './drafting';
import type { Drafting } from './drafting';
import type { Ports } from './ports';

const LONGEST_S = 600;
const TICK_MS = 100;

const lockOf = (recording: string): string => `voice-${recording}`;

/** Starts a voice note. Rejects with CaptureError. After ten minutes it listens no more; what was said is kept. `onEnd` hears
 * once that it listens no more, whatever the cause. */
export async function startVoice(ports: Ports, drafts: Drafts, drafting: Drafting, on: { draftId: string; question: string; bits: number; onEnd: () => void }): Promise<Recording> {
  const { device, now } = ports;
  await roomFor(ports, VOICE_BYTES);
  const recording: Heard = { id: drafting.newId(), draft: on.draftId, question: on.question, type: '', startedAt: now() };
  const microphone = await device.listen((bytes, n, type) => drafts.hear({ ...recording, type }, n, bytes), on.bits);
  void microphone.ended.then(on.onEnd);
  const seconds = signal(0);
  const level = signal(0);
  const ticking = setInterval(() => {
    seconds.value = Math.min(Math.floor((now() - recording.startedAt) / 1000), LONGEST_S);
    level.value = microphone.level();
    if (seconds.value === LONGEST_S) void end();
  }, TICK_MS);
  // Another tab that is opened meanwhile must not take this for a recording that was cut off.
  let release: () => void = () => undefined;
  void device.alone(lockOf(recording.id), () => new Promise((resolve) => (release = resolve)));
  const end = async (): Promise<void> => {
    clearInterval(ticking);
    await microphone.stop().catch(() => undefined); // what could be kept is kept
  };
  const stop = async () => {
    await end();
    const bytes = await drafts.heard(recording.id);
    if (!bytes.byteLength) throw new CaptureError('no-device');
    const kept = await drafting.attach(on.draftId, on.question, bytes, microphone.type, recording.id);
    // One that could not be kept before has been said anew.
    for (const one of await ofDraft(drafts, on.draftId)) if (one.question === on.question) await drafts.forgetRecording(one.id);
    return kept;
  };
  const cancel = async () => {
    await end();
    await drafts.forgetRecording(recording.id);
  };
  return { seconds, level, stop: () => stop().finally(release), cancel: () => cancel().finally(release) };
}

/** Recordings that a kill cut off become the answer they were meant to be. An answer from before the kill gives way only
 * to a longer one. */
export async function recoverVoices({ device }: Ports, drafts: Drafts, drafting: Drafting): Promise<void> {
  for (const one of await drafts.recordings()) {
    // One that cannot be kept now, for the phone is full, stays as it is and must not keep its owner out.
    await device.alone(lockOf(one.id), () => recover(one, drafts, drafting).catch(() => undefined));
  }
}

/** What was said for a draft and could not be kept then: it must not stay behind when the draft becomes a record. Rejects
 * with CaptureError while there is still no room. */
export async function keepVoices({ device }: Ports, drafts: Drafts, drafting: Drafting, draftId: string): Promise<void> {
  for (const one of await ofDraft(drafts, draftId)) {
    let failed: unknown;
    await device.alone(lockOf(one.id), () => recover(one, drafts, drafting).catch((error: unknown) => void (failed = error)));
    if (failed) throw failed;
  }
}

const ofDraft = async (drafts: Drafts, draftId: string): Promise<Heard[]> => (await drafts.recordings()).filter((one) => one.draft === draftId);

async function recover(one: Heard, drafts: Drafts, drafting: Drafting): Promise<void> {
  const draft = await drafts.get(one.draft);
  const bytes = await drafts.heard(one.id);
  const before = draft?.media[one.question]?.bytes ?? 0;
  if (draft && bytes.byteLength > before) await drafting.attach(draft.id, one.question, bytes, one.type, one.id);
  else await drafts.forgetRecording(one.id);
}
