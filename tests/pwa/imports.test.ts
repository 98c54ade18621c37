// Which folder of the phone app may import which: domain ← sync, bundle, i18n ← storage, net, device ← app ← ui ← screens.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import type { createVirtualFileSystem } from 'typescript/unstable/fs';
import { asksForAll, circles, forbidden, importsOf, mayImport } from './imports';
import type { Imports } from './imports';

const ROOT = process.cwd();
const graph = (edges: Record<string, string[]>): Imports =>
  new Map(Object.entries(edges).map(([from, to]) => [from, new Set(to)]));
const phone = importsOf(join(ROOT, 'tsconfig.json'), join(ROOT, 'static/pwa/src/'));

test('a folder of the phone app imports what stands before it, and no screen imports another', () => {
  assert.ok(phone.size > 150 && phone.get('main.tsx')?.has('root.tsx'), 'the sources are found');
  assert.deepEqual(forbidden(phone), []);
});

test('no files of the phone app import each other, however far around', () => {
  assert.deepEqual(circles(phone), []);
});

test('an import against the order is found, and so is one from a screen in another', () => {
  const made = graph({
    'domain/x.ts': ['ui/late.ts'],
    'net/x.ts': ['device/x.ts', 'sync/x.ts'],
    'home/screen.tsx': ['lock/screen.tsx', 'home/model.ts', 'ui/frame.tsx'],
    'app/x.ts': ['rest.ts'],
    'main.tsx': ['root.tsx', 'home/screen.tsx'],
  });
  assert.deepEqual(forbidden(made), [
    'domain/x.ts → ui/late.ts',
    'net/x.ts → device/x.ts',
    'home/screen.tsx → lock/screen.tsx',
    'app/x.ts → rest.ts',
  ]);
});

test('screens ask the app for what app.ts lists, and know nothing of how it is done', () => {
  assert.ok(
    mayImport('ui/x.ts', 'app/app.ts') &&
      mayImport('main.tsx', 'app/create.ts') &&
      mayImport('app/create.ts', 'app/app.ts'),
  );
  assert.ok(!mayImport('ui/x.ts', 'app/create.ts') && !mayImport('home/screen.tsx', 'app/state.ts'));
  assert.ok(
    !mayImport('app/app.ts', 'app/state.ts') &&
      !mayImport('app/app.ts', 'ui/x.ts') &&
      !mayImport('net/x.ts', 'app/app.ts'),
  );
  assert.ok(mayImport('app/app.ts', 'app/parts/x.ts') && mayImport('app/parts/x.ts', 'domain/x.ts'));
  assert.ok(!mayImport('app/parts/x.ts', 'app/x.ts') && !mayImport('app/parts/x.ts', 'app/app.ts'));
  assert.ok(!mayImport('home/screen.tsx', 'app/parts/x.ts'), 'by way of app.ts, so that there is one door');
});

test('a screen names the parts of the app that it uses, and never asks for all of them', () => {
  const files = [...phone.keys()].filter((file) =>
    asksForAll(file, readFileSync(join(ROOT, 'static/pwa/src', file), 'utf8')),
  );
  assert.deepEqual(files, []);
  assert.ok(
    asksForAll('home/screen.tsx', 'function Home({ app }: { app: App })') && asksForAll('ui/x.ts', '(app: App)'),
  );
  assert.ok(!asksForAll('home/screen.tsx', "{ app: Uses<'records'> }") && !asksForAll('root.tsx', '{ app: App }'));
});

test('a circle is found, and what only leads to it or away from it is not called one', () => {
  assert.deepEqual(circles(graph({ a: ['b'], b: ['c'], c: ['b', 'd'], d: [] })), ['b', 'c']);
  assert.deepEqual(circles(graph({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] })), []);
});

test('imports of types, late ones and passed-on ones are read; what a comment or a text says is not', () => {
  const { createVirtualFileSystem: made } = createRequire(`${ROOT}/package.json`)('typescript/unstable/fs') as {
    createVirtualFileSystem: typeof createVirtualFileSystem;
  };
  const fs = made({
    '/p/tsconfig.json': '{ "compilerOptions": { "noLib": true, "types": [] }, "files": ["src/all.ts"] }',
    '/p/src/all.ts': `
      import type { A } from './a';
      export * from './b';
      export const late = () => import('./c');
      export type Late = typeof import('./d');
      import './e';
      // import './f';
      export const text = "import './g'";
      export let a: A;`,
    ...Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => [`/p/src/${name}.ts`, 'export type A = 1;']),
    ),
  });
  assert.deepEqual([...(importsOf('/p/tsconfig.json', '/p/src/', fs).get('all.ts') ?? [])].sort(), [
    'a.ts',
    'b.ts',
    'c.ts',
    'd.ts',
    'e.ts',
  ]);
});
