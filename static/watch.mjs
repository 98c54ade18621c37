// Builds the phone app and the desk's files anew whenever a file of theirs changes, until whoever started it ends.
import { context } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const BUILT = /(^|[/\\])dist([/\\]|$)/;
const PARENT_MS = 500;
const parent = process.ppid;
let listed = [];

/** Every file and folder of the sources. What is on the list is looked at by esbuild, which asks for it again after each change.
 * A folder that vanishes while it is listed must not end the watch: then the list is that of the build before. */
async function sources() {
  listed = await readdir(here, { recursive: true, withFileTypes: true }).catch(() => listed);
  const ours = listed
    .map((one) => ({ path: join(one.parentPath, one.name), isFolder: one.isDirectory() }))
    .filter(({ path }) => !BUILT.test(path.slice(here.length)));
  return {
    watchFiles: ours.filter((one) => !one.isFolder).map((one) => one.path),
    watchDirs: [here, ...ours.filter((one) => one.isFolder).map((one) => one.path)],
  };
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

const WATCH_ALL = {
  name: 'watch-all',
  setup({ onResolve, onLoad, onEnd }) {
    onResolve({ filter: /^sources$/ }, () => ({ path: 'sources', namespace: 'watch' }));
    onLoad({ filter: /.*/, namespace: 'watch' }, async () => ({ contents: '', ...(await sources()) }));
    onEnd(build);
  },
};

setInterval(() => process.ppid === parent || process.exit(), PARENT_MS);

const watching = await context({ entryPoints: ['sources'], write: false, outdir: here, plugins: [WATCH_ALL] });
await watching.watch();
