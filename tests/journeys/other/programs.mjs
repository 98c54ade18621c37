// The programs that a driver starts. However it ends, they end with it, and whatever they started.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const started = new Set();

/** Starts a program at the head of a group of its own. That it could not be started is heard as its silence. */
export function start(program, words, options) {
  const child = spawn(program, words, { ...options, detached: true });
  child.on('error', () => undefined);
  started.add(child);
  return child;
}

/** Kills what was started, as an empty battery ends it: nothing can be written any more. Resolves when it is gone. */
export async function endAll() {
  const gone = [...started].filter((child) => !ended(child)).map((child) => once(child, 'exit'));
  kill();
  await Promise.all(gone);
}

const ended = (child) => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

function kill() {
  for (const { pid } of started) {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended by itself, and all of its group.
    }
  }
  started.clear();
}

process.on('exit', kill);
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(1));
