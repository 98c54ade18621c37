// Hashes a PIN by Argon2id, off the page's own thread. Its own answer allows WebAssembly; the page's does not.

import type { Argon2Cost, PinCost } from './domain/pin-cost';
import { costHere, hash, mostMemory } from './storage/argon2';
import { iterationsHere } from './storage/pbkdf2';

/** 0 asks for what this phone bears. */
type Asked = { pin: string; salt: Uint8Array; cost: Argon2Cost } | 0;
const worker = self as unknown as {
  onmessage: (event: { data: Asked }) => void;
  postMessage(made: Uint8Array | PinCost | null): void;
};

worker.onmessage = ({ data }) => {
  (data ? hash(data.pin, data.salt, data.cost) : cost()).then(
    (made) => worker.postMessage(made),
    () => worker.postMessage(null),
  );
};

function cost(): Promise<PinCost> {
  const { deviceMemory } = navigator as { deviceMemory?: number };
  return costHere(mostMemory(deviceMemory)).then(
    (argon2id) => ({ argon2id }),
    async () => ({ iterations: await iterationsHere() }),
  );
}
