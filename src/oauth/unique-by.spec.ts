import { uniqueBy } from './unique-by.js';

describe('uniqueBy', () => {
  it('keeps plugs under their names, in their order', () => {
    expect([...uniqueBy(['bb', 'a'], (text) => text.toUpperCase())]).toEqual([
      ['BB', 'bb'],
      ['A', 'a'],
    ]);
  });

  it('refuses two of one name', () => {
    expect(() => uniqueBy(['a', 'A'], (text) => text.toLowerCase())).toThrow(/one name: a, a/);
  });
});
