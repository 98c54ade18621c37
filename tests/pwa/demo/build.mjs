// Builds the demo page into the folder given: index.html, demo.js, demo.css, pictograms.svg.
import { build } from 'esbuild';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { sprite } from '../../../static/pwa/pictograms.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const out = process.argv[2];
await build({
  entryPoints: { demo: `${here}main.tsx` },
  outdir: out,
  bundle: true,
  format: 'iife',
  target: 'chrome80',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.svg': 'text' },
  define: { __VERSION__: '"demo"', __PHOTO_WORKER__: '""', __PIN_WORKER__: '""' },
});
writeFileSync(
  `${out}/pictograms.svg`,
  sprite(fileURLToPath(new URL('../../../static/pwa/pictograms', import.meta.url))),
);
writeFileSync(
  `${out}/index.html`,
  '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Écho</title><meta name="viewport" content="width=device-width, initial-scale=1">' +
    '<link rel="stylesheet" href="demo.css"></head><body><div id="app"></div><script src="world.js"></script><script src="demo.js"></script></body></html>',
);
