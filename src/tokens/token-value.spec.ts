import { hashOf, isValueOf, newValue } from './token-value.js';

const SECRET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_9';
const OTHER = SECRET.toUpperCase();
const AT = Date.UTC(2026, 0, 1);
const REST = newValue('access', AT, SECRET).slice(4);

describe('the value of a handle', () => {
  it('carries the mark of its kind', () => {
    expect(newValue('access', AT, SECRET)).toMatch(/^rga_[A-Za-z0-9_-]{8}/);
    expect(newValue('refresh', AT, SECRET)).toMatch(/^rgr_[A-Za-z0-9_-]{8}/);
  });

  it('req 37: holds all 256 bits of its secret', () => {
    expect(newValue('access', AT, SECRET).slice(12)).toBe(SECRET);
  });

  it('is of its own kind and of no other', () => {
    expect(isValueOf('access', newValue('access', AT, SECRET))).toBe(true);
    expect(isValueOf('refresh', newValue('access', AT, SECRET))).toBe(false);
    expect(isValueOf('refresh', newValue('refresh', AT, SECRET))).toBe(true);
  });

  it.each(['', 'rga_', `rga_${REST}x`, `rga_${REST.slice(1)}`, `rga_${REST}\n`, `RGA_${REST}`, ` rga_${REST}`])(
    'req 39: has exactly one form, which %j is not',
    (text) => {
      expect(isValueOf('access', text)).toBe(false);
    },
  );

  it('stands in the order of time, beside others of its moment', () => {
    const [early, late] = [hashOf(newValue('access', AT, SECRET)), hashOf(newValue('access', AT + 1, SECRET))];
    expect(Buffer.compare(early, late)).toBe(-1);
    const beside = hashOf(newValue('refresh', AT, OTHER));
    expect(beside.subarray(0, 6)).toEqual(early.subarray(0, 6));
  });

  it('is found by a hash that is another one for another secret, another kind and another time', () => {
    const values = [
      newValue('access', AT, SECRET),
      newValue('access', AT, OTHER),
      newValue('refresh', AT, SECRET),
      newValue('access', AT + 1, SECRET),
    ];
    const parts = values.map((value) => hashOf(value).subarray(6).toString('hex'));
    expect(new Set(parts).size).toBe(values.length);
    for (const value of values) expect(hashOf(value)).toHaveLength(32);
  });
});
