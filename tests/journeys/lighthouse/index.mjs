// How Lighthouse measures how quick a device is, as the source of a function for a page: `node index.mjs <packages>`.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const entry = createRequire(`${process.argv[2]}/`).resolve('lighthouse');
const { pageFunctions } = await import(pathToFileURL(join(dirname(entry), 'lib', 'page-functions.js')));
process.stdout.write(pageFunctions.computeBenchmarkIndex.toString());
