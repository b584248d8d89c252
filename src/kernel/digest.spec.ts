import { createHmac, randomBytes } from 'node:crypto';
import { equalInConstantTime, hmacSha256, hmacSha512, sha256, sha256Hex } from './digest.js';

describe('digest', () => {
  it('computes SHA-256 of the vector of FIPS 180-2', () => {
    expect(sha256('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('computes HMAC-SHA-256 of test case 2 of RFC 4231', () => {
    expect(hmacSha256(Buffer.from('Jefe'), 'what do ya want for nothing?').toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('computes HMAC-SHA-512 of test case 2 of RFC 4231', () => {
    expect(hmacSha512(Buffer.from('Jefe'), 'what do ya want for nothing?').toString('hex')).toBe(
      '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
    );
  });

  it('tells SHA-256 in hexadecimal digits as well', () => {
    expect(sha256Hex('abc')).toBe(sha256('abc').toString('hex'));
  });

  it.each([0, 1, 20, 32, 63, 64, 65, 127, 128, 129, 300])(
    'computes HMACs with keys of %i bytes as Node does',
    (size) => {
      const key = randomBytes(size);
      for (const value of ['', 'a value', 'ein Schlüssel', randomBytes(200)]) {
        expect(hmacSha256(key, value)).toEqual(createHmac('sha256', key).update(value).digest());
        expect(hmacSha512(key, value)).toEqual(createHmac('sha512', key).update(value).digest());
      }
    },
  );

  it.each([
    ['abc', 'abc', true],
    ['abd', 'abc', false],
    ['ab', 'abc', false],
    ['abcd', 'abc', false],
    ['', 'abc', false],
    ['', '', true],
  ])('compares %j with %j: %s', (presented, expected, equal) => {
    expect(equalInConstantTime(Buffer.from(presented), Buffer.from(expected))).toBe(equal);
  });
});
