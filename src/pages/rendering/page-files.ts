import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PAGES = fileURLToPath(new URL('..', import.meta.url));

/** Every file of a folder of `pages/` that ends so, by its name without the ending. They are read once, at the start. */
export function readPageFiles(folder: string, ending: string): ReadonlyMap<string, string> {
  const names = readdirSync(join(PAGES, folder)).filter((name) => name.endsWith(ending));
  return new Map(names.sort().map((name) => [basename(name, ending), readFileSync(join(PAGES, folder, name), 'utf8')]));
}

/** A folder below `pages/` whose folders each hold files, such as the texts by language. */
export const pageFolders = (folder: string): readonly string[] =>
  readdirSync(join(PAGES, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
