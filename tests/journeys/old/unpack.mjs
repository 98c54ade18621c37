// Unpacks an old Chromium as its package carries it: `node unpack.mjs <package folder> <where to>`.
// The program is one brotli file; the libraries it needs and its software graphics are brotli'd tar files beside it.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

const [from, to] = process.argv.slice(2);
const packed = (name) => brotliDecompressSync(readFileSync(`${from}/bin/${name}`));

mkdirSync(to, { recursive: true });
for (const name of ['aws.tar.br', 'swiftshader.tar.br']) {
  execFileSync('tar', ['-x', '-f', '-', '-C', to, '--no-same-owner'], { input: packed(name) });
}
// Their own list of fonts names folders that are not here; without a font, they end at the first letter.
const dirs = [`${to}/.fonts`, '/usr/share/fonts'].map((dir) => `<dir>${dir}</dir>`).join('');
writeFileSync(
  `${to}/fonts.conf`,
  `<?xml version="1.0"?><fontconfig>${dirs}<cachedir>${to}/cache</cachedir></fontconfig>`,
);
// The program comes last and under its name at once (an atomic rename): where it is, all of it is.
writeFileSync(`${to}/chromium.part`, packed('chromium.br'));
chmodSync(`${to}/chromium.part`, 0o755);
renameSync(`${to}/chromium.part`, `${to}/chromium`);
