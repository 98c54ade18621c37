// Builds the phone app into dist/: one page, one script, one style sheet, one sprite of pictograms, one worker.
// Names carry a hash of the content, so that a phone fetches only what changed. Each text file also gets a brotli and a
// gzip sibling, because the server only hands out.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { sprite } from './pictograms.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const dist = `${here}dist/`;
const BASE = '/app/';
const PACKED = /\.(html|js|css|svg|json|webmanifest)$/;

const digest = (data) => createHash('sha256').update(data).digest('hex').slice(0, 8);
const precache = {};

/** All that is written in the end, by name. */
const files = new Map();

/** Adds a file and its packed siblings; `cached` files are what the worker keeps. */
function emit(name, data, { cached = true } = {}) {
  const bytes = Buffer.from(data);
  files.set(name, bytes);
  if (PACKED.test(name)) {
    files.set(`${name}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    files.set(`${name}.gz`, gzipSync(bytes, { level: 9 }));
  }
  if (cached) precache[BASE + (name === 'index.html' ? '' : name)] = digest(bytes);
}

function emitHashed(name, data) {
  const dot = name.lastIndexOf('.');
  const hashed = `${name.slice(0, dot)}.${digest(data)}${name.slice(dot)}`;
  emit(hashed, data);
  return BASE + hashed;
}

const OPTIONS = {
  outdir: dist,
  bundle: true,
  minify: true,
  write: false,
  target: 'chrome80',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.svg': 'text' },
  legalComments: 'none',
};

async function bundle(entry, defines) {
  const made = await build({ ...OPTIONS, entryPoints: [here + entry], format: 'iife', define: defines });
  return made.outputFiles.find((file) => file.path.endsWith('.js')).text;
}

/** What is behind the first screen (`rest.ts`), and each language but French, is a file of its own. All that they share
 * with the first screen must be one file too, for each more would be one more request before anything is seen: so they
 * ask for the beginning as well, and what begins is then nothing but that one file. */
const SHARES_ALL = {
  name: 'shares-all',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[/]src[/](rest|confiding|i18n[/]en)\.ts$/ }, async ({ path }) => ({
      contents: `${await readFile(path, 'utf8')}\nimport ${JSON.stringify(`${here}src/main`)};\n`,
      loader: 'ts',
    })),
};

/** What only phones fetch that need it: the worker keeps it then (`SELDOM` in service-worker.ts). */
const isSeldom = (name) => /^confiding\./.test(name);

/** Writes the app's files; the addresses of its first script and of its style. */
async function emitApp(defines) {
  const made = await build({
    ...OPTIONS,
    entryPoints: { app: `${here}src/main.tsx` },
    format: 'esm',
    splitting: true,
    entryNames: '[name].[hash]',
    chunkNames: '[name].[hash]',
    define: defines,
    metafile: true,
    plugins: [SHARES_ALL],
  });
  const outputs = Object.entries(made.metafile.outputs);
  const [, entry] = outputs.find(([, output]) => output.entryPoint?.endsWith('src/main.tsx'));
  const first = entry.imports.filter((each) => each.kind === 'import-statement').map((each) => basename(each.path));
  if (first.length !== 1 || entry.bytes > 100)
    throw new Error(`the first screen is in ${first.length} files, and ${entry.bytes} bytes beside`);
  for (const file of made.outputFiles) {
    const name = basename(file.path);
    if (name.endsWith('.js') && !/^app\./.test(name)) emit(name, file.text, { cached: !isSeldom(name) });
  }
  const css = made.outputFiles.find((file) => file.path.endsWith('.css')).text;
  return { script: BASE + first[0], style: emitHashed('app.css', css) };
}

emit('pictograms.svg', sprite(`${here}pictograms`));
const { version } = JSON.parse(await readFile(`${here}../../package.json`, 'utf8'));
const photos = emitHashed('photo-worker.js', await bundle('src/photo-worker.ts', {}));
const pins = emitHashed('pin-worker.js', await bundle('src/pin-worker.ts', {}));
const defines = {
  __VERSION__: JSON.stringify(version),
  __PHOTO_WORKER__: JSON.stringify(photos),
  __PIN_WORKER__: JSON.stringify(pins),
};
const { script, style } = await emitApp(defines);
for (const icon of await readdir(`${here}icons`).catch(() => [])) {
  // The system fetches them when the app is put on the home screen; no page shows one.
  emit(icon, await readFile(`${here}icons/${icon}`), { cached: false });
}
emit('manifest.webmanifest', await readFile(`${here}manifest.webmanifest`));
const page = await readFile(`${here}index.html`, 'utf8');
// The icon is in the page: a file would be asked for twice before the first screen.
const icon = encodeURIComponent(await readFile(`${here}../desk/echo.svg`, 'utf8'));
const parts = { SCRIPT: script, STYLE: style, ICON: `data:image/svg+xml,${icon}` };
emit(
  'index.html',
  page.replace(/%([A-Z]+)%/g, (_, part) => parts[part]),
);

// No phone asks for it, so it is not packed.
files.set('precache.json', Buffer.from(JSON.stringify(precache)));

// The worker holds the list itself: one request fewer, and any change to a file is a new worker.
const build_id = digest(JSON.stringify(precache));
const worker = await bundle('src/service-worker.ts', {
  ...defines,
  __PRECACHE__: JSON.stringify(precache),
  __BUILD__: JSON.stringify(build_id),
});
emit('sw.js', worker, { cached: false });
// Last and at once: a build that fails leaves the one before where it is.
await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await Promise.all([...files].map(([name, bytes]) => writeFile(dist + name, bytes)));
await import(new URL('../desk/build.mjs', import.meta.url).href);
