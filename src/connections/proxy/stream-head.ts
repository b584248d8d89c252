import { Readable } from 'node:stream';

/** The beginning of a stream, and a way to have all of it after that. */
export interface StreamHead {
  readonly head: Buffer;
  /** Whether the stream ended within the limit: `head` is all there is. */
  readonly whole: boolean;
  /** What was read and what follows; once. */
  rest(): Readable;
}

/** Reads up to the first bytes beyond a limit, and no further. Whoever drops the rest ends the source: a caller who sends is to hear why. */
export async function headOf(source: Readable, limit: number): Promise<StreamHead> {
  const chunks: Buffer[] = [];
  const iterator = source.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  let size = 0;
  while (size <= limit) {
    const next = await iterator.next();
    if (next.done) return whole(Buffer.concat(chunks));
    chunks.push(next.value);
    size += next.value.length;
  }
  const head = Buffer.concat(chunks);
  return { head, whole: false, rest: () => streamOf(following(head, iterator)) };
}

const whole = (head: Buffer): StreamHead => ({
  head,
  whole: true,
  rest: () => streamOf(head.length > 0 ? [head] : []),
});

async function* following(head: Buffer, iterator: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield head;
    for (;;) {
      const next = await iterator.next();
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** Fails where what it is made of does. A failure that comes when nobody reads any more is nobody's. */
export const streamOf = (chunks: Iterable<Buffer> | AsyncIterable<Buffer>): Readable =>
  Readable.from(chunks, { objectMode: false }).on('error', () => undefined);
