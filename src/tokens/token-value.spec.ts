import { isValueOf, valueOf } from './token-value.js';

const SECRET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_9';

describe('the value of a handle', () => {
  it('carries the mark of its kind', () => {
    expect(valueOf('access', SECRET)).toBe(`rga_${SECRET}`);
    expect(valueOf('refresh', SECRET)).toBe(`rgr_${SECRET}`);
  });

  it('is of its own kind and of no other', () => {
    expect(isValueOf('access', valueOf('access', SECRET))).toBe(true);
    expect(isValueOf('refresh', valueOf('access', SECRET))).toBe(false);
  });

  it.each([
    '',
    'rga_',
    `rga_${SECRET}x`,
    `rga_${SECRET.slice(1)}`,
    `rga_${SECRET}\n`,
    `RGA_${SECRET}`,
    ` rga_${SECRET}`,
  ])('req 39: has exactly one form, which %j is not', (text) => {
    expect(isValueOf('access', text)).toBe(false);
  });
});
