// A worker for each question: it ends with its answer, and its memory with it.

/** What it answers. Rejects when it could not, or did not in time: nothing reports that one hangs. */
export function ask<Answer>(address: string, question: unknown, longestMs: number): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    const worker = new Worker(address);
    const late = setTimeout(() => end(null), longestMs);
    const end = (answer: Answer | null): void => {
      clearTimeout(late);
      worker.terminate();
      if (answer === null) reject(new Error(address));
      else resolve(answer);
    };
    worker.onmessage = ({ data }: MessageEvent<Answer | null>) => end(data);
    worker.onerror = () => end(null);
    worker.postMessage(question);
  });
}
