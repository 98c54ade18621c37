// A voice note while it is spoken. What ends one without being asked is returned with what is saved.

import { signal } from '@preact/signals';
import { CaptureError } from '../domain/failure';
import { VOICE_BYTES } from '../domain/room';
import type { Recording as StoredRecording } from '../storage/database';
import type { Drafts } from '../storage/drafts';
import type { Recording, VoiceEnd, SavedVoice } from './app';
import { roomFor } from './drafting';
import type { Drafting } from './drafting';
import type { Ports } from './ports';
import { lockOf, ofDraft } from './voice';

const LONGEST_MS = 600_000;
const TICK_MS = 100;
/** Who touched twice within that slipped; later it was the microphone that gave nothing. */
const SHORT_MS = 1000;

/** Starts a voice note. Rejects with CaptureError. After ten minutes it listens no more; what was said is saved. `onEnd` hears
 * once that it listens no more, whatever the cause. */
export async function startVoice(
  ports: Ports,
  drafts: Drafts,
  drafting: Drafting,
  on: { draftId: string; question: string; bits: number; onEnd: () => void },
): Promise<Recording> {
  const { device, now, elapsed } = ports;
  await roomFor(ports, VOICE_BYTES);
  const recording: StoredRecording = {
    id: drafting.newId(),
    draft: on.draftId,
    question: on.question,
    type: '',
    startedAt: now(),
  };
  const microphone = await device.listen((bytes, n, type) => drafts.hear({ ...recording, type }, n, bytes), on.bits);
  const begun = elapsed();
  const [seconds, level, silent] = [signal(0), signal(0), signal(false)];
  // Another tab that is opened meanwhile must not take this for a recording that was cut off.
  let release: () => void = () => undefined;
  void device.alone(lockOf(recording.id), () => new Promise((resolve) => (release = resolve)));
  let failure: unknown = null;
  let tooLong = false;
  let ending: Promise<void> | null = null;
  const end = (): Promise<void> => (ending ??= microphone.stop().catch((error: unknown) => void (failure = error))); // what could be saved is saved
  const ticking = setInterval(() => {
    seconds.value = inSeconds(microphone.savedMs());
    level.value = microphone.level();
    silent.value = microphone.silent();
    tooLong = elapsed() - begun >= LONGEST_MS;
    if (tooLong) void end();
  }, TICK_MS);
  const ended = microphone.ended.then(async (why): Promise<VoiceEnd> => {
    clearInterval(ticking);
    on.onEnd();
    await end();
    if (failure) return refusal(failure).code as VoiceEnd;
    return why === 'asked' && tooLong ? 'longest' : why;
  });
  const keep = async (): Promise<SavedVoice> => {
    const lasted = elapsed() - begun;
    await end();
    const [why, bytes] = [await ended, await drafts.heard(recording.id)];
    const saved = inSeconds(microphone.savedMs());
    if (!bytes.byteLength && failure) throw refusal(failure);
    if (!bytes.byteLength || microphone.nothing()) {
      await drafts.deleteRecording(recording.id);
      throw new CaptureError(!bytes.byteLength && why === 'asked' && lasted < SHORT_MS ? 'too-short' : 'no-sound');
    }
    const ref = await drafting
      .attach(on.draftId, on.question, bytes, microphone.type, recording.id)
      .catch((error: unknown) => {
        throw refusal(error, saved);
      });
    // One that could not be saved before has been said anew.
    for (const one of await ofDraft(drafts, on.draftId))
      if (one.question === on.question) await drafts.deleteRecording(one.id);
    return { ...ref, seconds: saved, why };
  };
  const cancel = async (): Promise<void> => {
    await end();
    await drafts.deleteRecording(recording.id);
  };
  let stopped: Promise<SavedVoice> | null = null;
  return {
    seconds,
    level,
    silent,
    ended,
    stop: () => (stopped ??= keep().finally(release)),
    cancel: () => cancel().finally(release),
  };
}

const inSeconds = (ms: number): number => Math.floor(ms / 1000);

/** Why the storage did not take it. */
function refusal(error: unknown, seconds = 0): CaptureError {
  const full =
    (error as DOMException).name === 'QuotaExceededError' ||
    (error instanceof CaptureError && error.code === 'no-space');
  return new CaptureError(full ? 'no-space' : 'not-kept', seconds);
}
