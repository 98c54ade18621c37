// Bundles phone.ts and runs it with the same arguments.
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = mkdtempSync(join(tmpdir(), 'echo-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
await build({
  entryPoints: [fileURLToPath(new URL('phone.ts', import.meta.url))],
  outfile: join(folder, 'phone.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  define: { __VERSION__: '"bench"' },
  logLevel: 'warning',
});
await import(pathToFileURL(join(folder, 'phone.mjs')).href);
