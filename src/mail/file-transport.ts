import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Letter, MailTransport } from './mail.types.js';

/**
 * Writes letters to a folder, for whoever tries the server out: its owner alone reads them.
 *
 * @param name of the next file, without its ending.
 * @param written is told the path. What a letter says is in the file alone.
 */
export function fileTransport(
  folder: string,
  from: string,
  name: () => string,
  written: (path: string) => void,
): MailTransport {
  const transporter = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    send: async ({ to, subject, text }: Letter) => {
      const { message } = await transporter.sendMail({ from, to: { name: '', address: to }, subject, text });
      const path = join(folder, `${name()}.eml`);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(path, message as Buffer, { mode: 0o600, flag: 'wx' });
      written(path);
    },
    close: () => transporter.close(),
  };
}
