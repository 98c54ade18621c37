// Pieces of a recording on their way to the disk: one after another, none left out in the middle. One that could not be written
// is tried again, and stays in memory until the recording ends.

/** A disk that fails for a moment is tried again so often, so soon; longer must nobody speak into the void. */
const TRIES = 3;
const AGAIN_MS = 150;

type Write = (bytes: ArrayBuffer, n: number) => Promise<void>;

export class ChunkQueue {
  private readonly waiting: { piece: Blob; ms: number }[] = [];
  private n = 0;
  private working: Promise<void> = Promise.resolve();
  private failure: unknown = null;
  /** Milliseconds of sound that are on the disk. */
  savedMs = 0;

  constructor(
    private readonly write: Write,
    private readonly onFailure: () => void,
  ) {}

  get isEmpty(): boolean {
    return !this.n && !this.waiting.length;
  }

  add(piece: Blob, ms: number): void {
    this.waiting.push({ piece, ms });
    this.working = this.working.then(() => (this.failure ? undefined : this.drain()));
  }

  /** Resolves when all is on the disk; what failed before is tried once more. Rejects with why it is not. */
  async finish(): Promise<void> {
    await this.working;
    if (this.failure === null) return;
    this.failure = null;
    await this.drain();
    if (this.failure !== null) throw this.failure as Error;
  }

  private async drain(): Promise<void> {
    for (let next = this.waiting[0]; next; next = this.waiting[0]) {
      try {
        await this.trying(await next.piece.arrayBuffer());
      } catch (error) {
        this.failure = error;
        return this.onFailure();
      }
      this.waiting.shift();
      this.savedMs += next.ms;
      this.n++;
    }
  }

  private async trying(bytes: ArrayBuffer): Promise<void> {
    for (let left = TRIES - 1; ; left--) {
      try {
        return await this.write(bytes, this.n);
      } catch (error) {
        // A full disk does not get emptier by waiting.
        if (!left || (error as DOMException).name === 'QuotaExceededError') throw error;
        await new Promise((again) => setTimeout(again, AGAIN_MS));
      }
    }
  }
}
