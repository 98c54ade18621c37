// Lighthouse on one page of a browser that runs already: `node audit.mjs <packages> <port> <address> <categories>`.
// Prints {scores: {category: 0 to 100}, failed: ["category: audit (what)"], lighthouse: version} as JSON. What the phone
// keeps stays: an enrolled phone is looked at as one.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [packages, port, address, categories] = process.argv.slice(2);
const entry = createRequire(`${packages}/`).resolve('lighthouse');
const { default: lighthouse } = await import(pathToFileURL(entry));
const { lhr } = await lighthouse(address, {
  port: Number(port),
  output: 'json',
  logLevel: 'error',
  disableStorageReset: true,
  locale: 'en-US',
  onlyCategories: categories.split(','),
});
const scores = {};
const failed = [];
for (const { id, score, auditRefs } of Object.values(lhr.categories)) {
  scores[id] = Math.round(score * 100);
  for (const { id: audit, weight } of auditRefs) {
    const result = lhr.audits[audit];
    if (weight && result.score !== null && result.score < 0.9)
      failed.push(`${id}: ${audit} (${result.displayValue || result.title})`);
  }
}
process.stdout.write(
  JSON.stringify({ scores, failed, lighthouse: lhr.lighthouseVersion, error: lhr.runtimeError ?? null }),
);
