import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ReceivedLetter {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  /** The first address in the text. */
  readonly link: string;
  readonly path: string;
  /** Permissions of the file. */
  readonly mode: number;
}

/** A folder that a server writes its mail to. */
export class Mailbox {
  readonly folder = mkdtempSync(join(tmpdir(), 'realmgate-mail-'));
  /** As `MAIL_URL`. */
  readonly url = `file:${this.folder}`;

  /** The oldest first. */
  letters(): ReceivedLetter[] {
    const paths = readdirSync(this.folder).map((name) => join(this.folder, name));
    const cameAt = (path: string): bigint => statSync(path, { bigint: true }).mtimeNs;
    return paths.sort((one, other) => Number(cameAt(one) - cameAt(other))).map(read);
  }

  /** @throws Error when nothing has come. */
  last(): ReceivedLetter {
    const letter = this.letters().at(-1);
    if (!letter) throw new Error('No mail has come.');
    return letter;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function read(path: string): ReceivedLetter {
  const source = readFileSync(path, 'utf8');
  const end = source.indexOf('\n\n');
  const head = source.slice(0, end).replace(/\n[ \t]+/g, ' ');
  const header = (name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1] ?? '';
  const text = decoded(source.slice(end + 2), header('content-transfer-encoding'));
  const link = /https?:\/\/\S+/.exec(text)?.[0] ?? '';
  const plain = { to: header('to'), from: header('from'), subject: words(header('subject')) };
  return { ...plain, text, link, path, mode: statSync(path).mode & 0o777 };
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  if (encoding !== 'quoted-printable') return body;
  return bytes(body.replace(/=\n/g, ''));
}

/** RFC 2047. */
const words = (text: string): string =>
  text
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?(.*?)\?=/gi, (_word, kind: string, word: string) =>
      kind.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString() : bytes(word.replaceAll('_', ' ')),
    );

const bytes = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString();
