// Photos, voices and positions, for the screens.

import type { MediaRef, Position } from '../domain/types';
import type { Media, Recording } from './app';
import type { Core } from './core';
import type { UnsavedPhotos } from './unsaved-photos';
import { startVoice } from './speaking';

const POSITION_MS = 60000;

export class AppMedia implements Media {
  constructor(
    private readonly core: Pick<Core, 'ports' | 'unsaved' | 'thrift' | 'current'>,
    private readonly photos: UnsavedPhotos,
  ) {}

  attachPhoto(draftId: string, question: string, file: Blob): Promise<MediaRef> {
    const { drafting, syncing } = this.core.current.here;
    return this.photos.take({ draftId, question }, file, drafting).finally(() => syncing.tidy(false));
  }

  async startVoice(draftId: string, question: string): Promise<Recording> {
    const { ports, unsaved, thrift, current } = this.core;
    const session = current.here;
    const recording = await startVoice(ports, session.drafts, session.drafting, {
      draftId,
      question,
      bits: thrift.voiceBits,
      onEnd: () => void session.listening--,
    });
    session.listening++;
    return unsaved.under.voice({ draftId, question }, recording);
  }

  async url(sha256: string): Promise<string | null> {
    const medium = await this.core.current.here.outbox.medium(sha256);
    return medium && URL.createObjectURL(new Blob([medium.bytes], { type: medium.type }));
  }

  locate(onFix: (position: Position) => void, timeoutMs = POSITION_MS): Promise<Position> {
    return this.core.ports.device.locate(onFix, timeoutMs);
  }
}
