import { fitting, isShort, shortened } from './column-bounds.js';

describe('what a provider says', () => {
  it('loses its end where it is too long to be a label, and never half a character', () => {
    expect(shortened('Ada')).toBe('Ada');
    expect(shortened('😀'.repeat(256))).toBe('😀'.repeat(255));
  });

  it('is counted as the database counts', () => {
    expect([isShort('😀'.repeat(255)), isShort('a'.repeat(256))]).toEqual([true, false]);
  });

  it('is kept as far as there is room for a list of it', () => {
    expect(fitting(['read', 'write'])).toEqual(['read', 'write']);
    expect(fitting(['read', 'ü'.repeat(9000), 'write'])).toEqual(['read']);
    expect(fitting(Array.from({ length: 9000 }, () => 'scope')).length).toBe(2048);
  });
});
