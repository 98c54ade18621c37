// Puts the pictograms into one file, each a symbol with its name as id. Used by build.mjs.
import { readFileSync, readdirSync } from 'node:fs';

/** The sprite's text, for `<use href="…#eau">`. Stroke and colours come from the page's CSS. */
export function sprite(folder) {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.svg'))
    .sort();
  const symbols = names.map((name) => {
    const inner = readFileSync(`${folder}/${name}`, 'utf8')
      .trim()
      .replace(/^<svg[^>]*>/, '')
      .replace(/<\/svg>$/, '');
    return `<symbol id="${name.slice(0, -4)}" viewBox="0 0 48 48">${inner}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
}
