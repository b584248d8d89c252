import { readFileSync } from 'node:fs';
import { CommandFailure } from './failure.js';

const STANDARD_INPUT = 0;

/**
 * The first line of a file, or of standard input for `-`: secrets given as arguments would show in the list of processes
 * and in the history of the shell.
 */
export function readSecretFile(path: string): string {
  try {
    const [line = ''] = readFileSync(path === '-' ? STANDARD_INPUT : path, 'utf8').split(/\r?\n/, 1);
    return line;
  } catch (error) {
    throw new CommandFailure(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
