import { derivedId } from './derived-id.js';
import { sha256 } from './digest.js';

describe('derivedId', () => {
  it('makes version 8 of the variant of RFC 9562', () => {
    expect(derivedId('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('names one value always alike, and two differently', () => {
    expect(derivedId('a')).toBe('1ab70ff0-1093-807d-b0ff-4e8e28ec9659');
    expect(derivedId('b')).not.toBe(derivedId('a'));
  });

  it('is no part of the hash of the value', () => {
    expect(sha256('a').toString('hex')).not.toContain(derivedId('a').slice(0, 8));
  });
});
