// Bundles every *.test.ts beside it and runs them with Node's own test runner. An app that was made looks for news every
// ten minutes; it ends with the tests: each file's process is made to exit, and writes to a file, for what is still in a pipe
// then would be lost, failures too.
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const only = process.argv[2] ?? '';
const names = readdirSync(here).filter((name) => /\.test\.tsx?$/.test(name) && name.includes(only));
const out = mkdtempSync(join(tmpdir(), 'echo-tests-'));
const failed = new Set();

/** Runs one file in a process of its own. One that fails, or that did not come to its end, has failed. */
function run(file) {
  const log = openSync(`${file}.txt`, 'w');
  const child = spawn(process.execPath, ['--test-force-exit', '--test-reporter=tap', file], {
    stdio: ['ignore', log, log],
    timeout: 240_000,
    cwd: join(here, '..', '..'),
  });
  return new Promise((resolve) =>
    child.on('close', (status) => {
      closeSync(log);
      if (status !== 0 || !/^# duration_ms/m.test(readFileSync(`${file}.txt`, 'utf8'))) failed.add(file);
      resolve();
    }),
  );
}

try {
  await build({
    entryPoints: names.map((name) => here + name),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'text', '.css': 'empty' },
    define: {
      __VERSION__: '"test"',
      __PHOTO_WORKER__: '"photo-worker.js"',
      __PIN_WORKER__: '"pin-worker.js"',
      'import.meta.dirname': JSON.stringify(here),
    },
    banner: { js: "import { createRequire as __r } from 'node:module'; const require = __r(import.meta.url);" },
    logLevel: 'warning',
  });
  const files = readdirSync(out)
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => join(out, name));
  const left = [...files];
  await Promise.all(
    Array.from({ length: availableParallelism() }, async () => {
      for (let file = left.shift(); file; file = left.shift()) await run(file);
    }),
  );
  const outputs = files.map((file) => readFileSync(`${file}.txt`, 'utf8'));
  for (const [n, text] of outputs.entries()) if (failed.has(files[n])) console.log(text);
  const count = (what) =>
    outputs.reduce((sum, text) => sum + Number(new RegExp(`^# ${what} (\\d+)`, 'm').exec(text)?.[1] ?? 0), 0);
  console.log(`tests ${count('tests')}, pass ${count('pass')}, fail ${count('fail')}`);
  process.exitCode = failed.size || count('tests') !== count('pass') + count('skipped') ? 1 : 0;
} finally {
  rmSync(out, { recursive: true, force: true });
}
