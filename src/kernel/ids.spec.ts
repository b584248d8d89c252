import { Clock } from './clock.js';
import { Ids, idFromBytes, idFromHex, idTime, idToBytes, isId, looksLikeId } from './ids.js';
import { SystemRandom } from './random.js';

class FixedClock extends Clock {
  constructor(private readonly time: number) {
    super();
  }
  now(): number {
    return this.time;
  }
}

describe('Ids', () => {
  const ids = new Ids(new FixedClock(1_800_000_000_123), new SystemRandom());

  it('makes version 7 of the variant of RFC 9562', () => {
    expect(ids.next()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('carries the millisecond in which it was made', () => {
    expect(idTime(ids.next())).toBe(1_800_000_000_123);
    expect(idTime(ids.next(42))).toBe(42);
  });

  it('makes no id twice in one millisecond', () => {
    expect(new Set(Array.from({ length: 1000 }, () => ids.next())).size).toBe(1000);
  });

  it('goes to 16 bytes and back', () => {
    const id = ids.next();
    expect(idToBytes(id)).toHaveLength(16);
    expect(idFromBytes(idToBytes(id))).toBe(id);
  });

  it('is made of hexadecimal digits of either case', () => {
    const id = '0123abcd-ef45-7678-89ab-cdef01234567';
    const digits = idToBytes(id).toString('hex');
    expect([idFromHex(digits), idFromHex(digits.toUpperCase())]).toEqual([id, id]);
  });

  it('is taken in either case, and nothing else for one', () => {
    const id = ids.next();
    expect(idToBytes(id.toUpperCase())).toEqual(idToBytes(id));
    for (const text of ['', 'x', id.slice(1), `${id}0`, id.replace(/^./, 'g'), id.replace(/^./, 'ā')])
      expect(idToBytes(text)).toHaveLength(0);
  });

  it('orders bytes as it orders time', () => {
    expect(Buffer.compare(idToBytes(ids.next(1)), idToBytes(ids.next(2)))).toBe(-1);
  });

  it('tells a canonical id from a text that merely resembles one', () => {
    const id = ids.next();
    expect(isId(id)).toBe(true);
    expect(isId(id.toUpperCase())).toBe(false);
    expect(looksLikeId(id.toUpperCase())).toBe(true);
    expect(looksLikeId('my-client')).toBe(false);
  });
});
