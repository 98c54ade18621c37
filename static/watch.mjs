// Builds the phone app and the desk's files anew whenever a file of theirs changes, until whoever started it ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const BUILT = /(^|[/\\])dist([/\\]|$)/;
const LOOK_MS = 300;
const parent = process.ppid;
let listed = [];

/** Every file of the sources with its size and the time of its last change. Systems' own notices of changes are not used: one that
 * comes while a build runs is lost with some of them. A folder that vanishes while it is listed must not end the watch: then the
 * list is that of the look before. */
async function sources() {
  listed = await readdir(here, { recursive: true, withFileTypes: true }).catch(() => listed);
  const paths = listed.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const ours = paths.filter((path) => !BUILT.test(path.slice(here.length)));
  const lines = ours.map(async (path) => {
    const file = await stat(path, { bigint: true }).catch(() => undefined);
    return `${path} ${file?.size} ${file?.mtimeNs}`;
  });
  return (await Promise.all(lines)).sort().join('\n');
}

/** A process of its own each time: a build that fails must not end the watch. */
async function build() {
  const began = performance.now();
  const [status] = await once(spawn(process.execPath, [`${here}pwa/build.mjs`], { stdio: 'inherit' }), 'exit');
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    status === 0 ? `[watch] built in ${seconds} s` : '[watch] not built: what was built before is still there',
  );
}

// What is compared is always what was there before the last build began: a change during a build leads to the next one.
for (let seen = ''; process.ppid === parent; await pause(LOOK_MS)) {
  const now = await sources();
  if (now !== seen) {
    seen = now;
    await build();
  }
}
