import type { Readable } from 'node:stream';
import { BodyError } from '../../http/body-error.js';
import { headOf, streamOf } from './stream-head.js';

/** Bytes that are kept, so that a call can be made a second time. */
const BUFFERED = 1024 * 1024;

/** The body of a call: whole, or on its way and not to be had again; null for none. */
export type ProxiedBody = { readonly bytes: Buffer } | { readonly stream: Readable } | null;

/**
 * @param announced `Content-Length`, as far as there is one
 * @param most bytes
 * @throws BodyError 413
 */
export async function proxiedBody(
  source: Readable | undefined,
  announced: number | null,
  most: number,
): Promise<ProxiedBody> {
  if (!source) return null;
  if ((announced ?? 0) > most) throw tooLarge();
  const { head, whole, rest } = await headOf(source, BUFFERED);
  if (!whole) return { stream: streamOf(upTo(rest(), most)) };
  return head.length > 0 ? { bytes: head } : null;
}

async function* upTo(source: Readable, limit: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    yield chunk;
  }
}

const tooLarge = (): BodyError => new BodyError(413, 'The body of the request is too large.');
