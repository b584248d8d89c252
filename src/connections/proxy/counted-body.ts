import { Transform, type TransformCallback } from 'node:stream';

/** Passes on what comes, and counts it. */
export class CountedBody extends Transform {
  bytes = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length;
    done(null, chunk);
  }
}
