import { SystemRandom } from '../../kernel/random.js';
import { makeUserCode, readUserCode, shownUserCode } from './user-code.js';

describe('the code that a user types', () => {
  it('req 71: is eight letters of twenty consonants, another one each time', () => {
    const random = new SystemRandom();
    const codes = Array.from({ length: 500 }, () => makeUserCode(random));
    expect(codes.every((code) => /^[BCDFGHJKLMNPQRSTVWXZ]{8}$/.test(code))).toBe(true);
    expect(new Set(codes).size).toBe(codes.length);
    expect(new Set(codes.join('')).size).toBe(20);
  });

  it('is shown in two groups', () => {
    expect(shownUserCode('BCDFGHJK')).toBe('BCDF-GHJK');
  });

  it.each(['BCDF-GHJK', 'bcdfghjk', ' bcdf ghjk ', 'BCDF–GHJK', 'b.c.d.f_g.h.j.k', 'ＢＣＤＦＧＨＪＫ'])(
    'is read from %s',
    (text) => {
      expect(readUserCode(text)).toBe('BCDFGHJK');
    },
  );

  it.each(['', 'BCDF', 'BCDF-GHJA', 'BCDF-GHJKL', 'BCDF-GHJ0', "BCDF-GHJ'"])('is not read from %j', (text) => {
    expect(readUserCode(text)).toBeNull();
  });
});
