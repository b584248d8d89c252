import fc from 'fast-check';
import { request as httpRequest } from 'node:http';

/** Part of every odd value: an answer that holds it has reflected its request. */
export const CANARY = 'Zq7<x>"';
export const STACK = /\bat .+:\d+:\d+|node_modules|\.ts:\d|Error:|SELECT |typeorm|sqlite/i;

export class Sent {
  constructor(
    readonly method: string,
    readonly path: string,
    readonly headers: [string, string][] = [],
    readonly body: Buffer = Buffer.alloc(0),
  ) {}

  /** For the report of a failure, which would be megabytes otherwise. */
  [fc.toStringMethod](): string {
    const short = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}... (${text.length})` : text);
    const lines = this.headers.map(([name, value]) => `${name}: ${short(value)}`);
    return [`${this.method} ${short(this.path)}`, ...lines, '', short(this.body.toString('latin1'))].join('\n');
  }
}

export const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '\0',
    '..',
    "' OR '1'='1",
    '[object Object]',
    '__proto__',
    '%00',
    '%ff',
    '\r\nX: y',
    '💥',
    '$ne',
    '{}',
  ),
  fc.integer({ min: 0, max: 20_000 }).map((length) => 'A'.repeat(length)),
);
export const odd = oddText.map((text) => CANARY + text);

/** What HTTP allows in a header: everything else never leaves a client. */
export const headerSafe = (text: string): string => text.replace(/[^\x20-\x7e\x80-\xff]/g, '').trim();

/** Lone surrogates have no bytes to be sent as. */
export const wellFormed = (text: string): string => Buffer.from(text).toString();

interface Received {
  readonly status: number;
  readonly text: string;
}

/** As it is, repeated headers and all: `fetch` would tidy it up. */
export function send(base: string, { method, path, headers, body }: Sent): Promise<Received> {
  const { hostname, port, pathname } = new URL(base);
  const all = [['Host', `${hostname}:${port}`], ['Content-Length', String(body.length)], ...headers].flat();
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ hostname, port, path: pathname + path, method, headers: all });
    // What is refused before its method is known has a body, which the answer to HEAD must not have.
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      method === 'HEAD' && error.code?.startsWith('HPE_') ? resolve({ status: 431, text: '' }) : reject(error),
    );
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
      response.on('error', reject);
    });
    outgoing.end(body);
  });
}
