// What the phone's files import, as TypeScript's own parser reads it: types and `import()` too. Its programming interface is
// still called unstable; the version in package.json is exact.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative } from 'node:path';
import type { API, APIOptions } from 'typescript/unstable/sync';

/** By file (from the folder of sources): the files of ours that it imports. */
export type Imports = Map<string, Set<string>>;

/** All files of a project below a folder. `fs` replaces the disk. */
export function importsOf(project: string, folder: string, fs?: APIOptions['fs']): Imports {
  // Not bundled with the test: it starts a program beside itself.
  const { API: Api } = createRequire(`${process.cwd()}/package.json`)('typescript/unstable/sync') as {
    API: typeof API;
  };
  const api = new Api({ cwd: dirname(project), ...(fs ? { fs } : {}) });
  try {
    const program = api.updateSnapshot({ openProjects: [project] }).getProjects()[0]?.program;
    const files = program?.getSourceFileNames() ?? [];
    const importedBy = (file: string): Set<string> => {
      const named =
        program?.getSourceFile(file)?.imports.map((each) => (each as unknown as { text: string }).text) ?? [];
      const ours = named
        .filter((each) => each.startsWith('.'))
        .map((each) => resolved(join(dirname(file), each), files));
      return new Set(ours.flatMap((each) => (each ? [relative(folder, each)] : [])));
    };
    return new Map(
      files.filter((file) => file.startsWith(folder)).map((file) => [relative(folder, file), importedBy(file)]),
    );
  } finally {
    api.close();
  }
}

/** The file that is meant; null for a style or a picture, which is no source but must be there. */
function resolved(path: string, files: readonly string[]): string | null {
  const found = [path, `${path}.ts`, `${path}.tsx`, `${path}.d.ts`].find((each) => files.includes(each));
  if (!found && !(extname(path) && existsSync(path))) throw new Error(`${path} is imported and not there`);
  return found ?? null;
}

/** Folders that may import all before them, and nothing after them or beside them. */
const LEVELS = [['domain'], ['sync', 'bundle', 'i18n'], ['storage', 'net', 'device'], ['app'], ['ui']];
const SCREENS = LEVELS.length;
/** Files beside the folders put everything together. */
const TOP = SCREENS + 1;

const folderOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] as string) : '');

function levelOf(folder: string): number {
  if (!folder) return TOP;
  const found = LEVELS.findIndex((level) => level.includes(folder));
  return found < 0 ? SCREENS : found;
}

/** What screens may ask of the app, part by part; both know none of the files that do it. */
const ASKED = 'app/app.ts';
const PARTS = 'app/parts/';

/** Whether the house allows it: a screen's folder is whatever has no level of its own. */
export function mayImport(importer: string, imported: string): boolean {
  const [from, to] = [folderOf(importer), folderOf(imported)];
  if (importer === ASKED || importer.startsWith(PARTS))
    return levelOf(to) < levelOf(from) || imported.startsWith(PARTS);
  if (from === to) return true;
  if (to === 'app' && levelOf(from) < TOP && imported !== ASKED) return false;
  return levelOf(to) < levelOf(from);
}

export function forbidden(imports: Imports): string[] {
  return [...imports].flatMap(([from, all]) =>
    [...all].filter((to) => !mayImport(from, to)).map((to) => `${from} → ${to}`),
  );
}

/** Files that import each other, however far around, and those on a way between two such rings. What imports none of the others,
 * or is imported by none of them, is taken away until nothing more can be. */
export function circles(imports: Imports): string[] {
  const left = new Map([...imports].map(([from, all]) => [from, new Set([...all].filter((to) => imports.has(to)))]));
  for (;;) {
    const imported = new Set([...left.values()].flatMap((all) => [...all]));
    const free = [...left.keys()].filter((file) => !left.get(file)?.size || !imported.has(file));
    if (!free.length) return [...left.keys()].sort();
    for (const file of free) left.delete(file);
    for (const all of left.values()) for (const file of free) all.delete(file);
  }
}

/** Whether code of a screen, or of what screens are made of, asks for the whole app instead of the parts that it uses. */
export const asksForAll = (file: string, source: string): boolean =>
  levelOf(folderOf(file)) >= levelOf('ui') && levelOf(folderOf(file)) < TOP && /\bapp\??: App\b(?!\[)/.test(source);
