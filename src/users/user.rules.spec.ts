import { checkUser } from './user.rules.js';

const NOW = 1_000_000_000;
const POLICY = { minLength: 8, maxLength: 256 };
const ANN = { username: 'ann', email: null, fullName: null, attributes: {}, notBefore: null };
const faults = (change: object, password?: string): string[] => {
  try {
    checkUser(POLICY, { ...ANN, ...change }, NOW, password);
    return [];
  } catch (error) {
    return (error as { fields: { field: string }[] }).fields.map(({ field }) => field);
  }
};

describe('checkUser', () => {
  it('takes a user with all there is', () => {
    const attributes = { phone_number: '+1', address: { locality: 'X' }, tags: ['a', 1, null, true] };
    expect(faults({ email: 'ann@example.com', fullName: 'Ann', attributes, notBefore: 1 }, 'zq8#Lw2x')).toEqual([]);
  });

  it('lists every field that breaks a rule', () => {
    const bad = { username: '', email: 'x', fullName: 'x'.repeat(256), notBefore: -1 };
    expect(faults(bad, 'short')).toEqual(['username', 'email', 'fullName', 'notBefore', 'password']);
  });

  it.each([0, NOW, NOW + 5 * 60_000])('takes notBefore %s', (notBefore) => {
    expect(faults({ notBefore })).toEqual([]);
  });

  it.each([-1, 0.5, NaN, NOW + 5 * 60_000 + 1])('req 61: refuses notBefore %s', (notBefore) => {
    expect(faults({ notBefore })).toEqual(['notBefore']);
  });

  it.each([
    ['an array', []],
    ['a date', { at: new Date(0) }],
    ['a number that is none', { n: NaN }],
    ['a function', { f: () => 1 }],
    ['six levels', { a: { b: { c: { d: { e: { f: 1 } } } } } }],
    ['more than 16 KiB', { text: 'x'.repeat(16_384) }],
  ])('req 89: refuses attributes that are or hold %s', (_, attributes) => {
    expect(faults({ attributes })).toEqual(['attributes']);
  });
});
