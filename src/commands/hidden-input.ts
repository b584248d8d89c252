import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CommandFailure } from './failure.js';

interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** Standard output is left to the answer of the command. */
const TERMINAL: Terminal = { input: process.stdin, output: process.stderr };

/** Whether somebody is there to be asked. */
export const canAsk = ({ input, output }: Terminal = TERMINAL): boolean =>
  input.isTTY === true && output.isTTY === true;

/**
 * Asks for a line and shows nothing of what is typed.
 *
 * @throws CommandFailure when the question is left with Ctrl-C or Ctrl-D
 */
export async function askHidden(question: string, { input, output }: Terminal = TERMINAL): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input, output: nowhere, terminal: true });
  output.write(`${question}: `);
  try {
    const line = once(reader, 'line') as Promise<[string]>;
    const left = once(reader, 'close').then(() => Promise.reject(new CommandFailure('Nothing was typed.')));
    const [text] = await Promise.race([line, left]);
    return text;
  } finally {
    output.write('\n');
    reader.close();
  }
}
