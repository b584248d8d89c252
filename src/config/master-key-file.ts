import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SystemRandom } from '../kernel/random.js';

/** Where the master key of a server that was given none is kept, relative to the working folder. */
export const MASTER_KEY_FILE = join('data', 'master.key');

/** The key in the file, which is made first when it is missing. Several processes that start at once agree on one. */
export function keptMasterKey(cwd: string): string {
  const path = join(cwd, MASTER_KEY_FILE);
  return read(path) ?? make(path);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A hard link is made whole or not at all, and never over a file: whoever comes second reads the first one's key. */
function make(path: string): string {
  const random = new SystemRandom();
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${random.bytes(8).toString('hex')}`;
  writeFileSync(draft, `${random.bytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(path, 'utf8').trim();
}
