// Bundles every *.test.ts beside it and runs them with Node's own test runner. An app that was made looks for news every
// ten minutes; it ends with the tests.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const only = process.argv[2] ?? '';
const names = readdirSync(here).filter((name) => /\.test\.tsx?$/.test(name) && name.includes(only));
const out = mkdtempSync(join(tmpdir(), 'echo-tests-'));
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
    define: { __VERSION__: '"test"', __PHOTO_WORKER__: '"photo-worker.js"', 'import.meta.dirname': JSON.stringify(here) },
    banner: { js: "import { createRequire as __r } from 'node:module'; const require = __r(import.meta.url);" },
    logLevel: 'warning',
  });
  const files = readdirSync(out).filter((name) => name.endsWith('.mjs')).map((name) => join(out, name));
  const { status } = spawnSync(process.execPath, ['--test', '--test-force-exit', ...files], { stdio: 'inherit', cwd: join(here, '..', '..') });
  process.exitCode = status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
