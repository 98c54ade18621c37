// Builds the desk's script, that of the page that follows a code, and the style sheets into static/desk/dist/.
import { build } from 'esbuild';
import { copyFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

await build({
  entryPoints: { desk: `${here}desk.ts`, follow: `${here}follow.ts` },
  outdir: `${here}dist`,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'chrome90',
  legalComments: 'none',
});
await build({
  entryPoints: [`${here}desk.css`, `${here}portfolio.css`, `${here}figures.css`, `${here}follow.css`],
  outdir: `${here}dist`,
  bundle: true,
  minify: true,
  target: 'chrome90',
});
await copyFile(`${here}echo.svg`, `${here}dist/echo.svg`);
