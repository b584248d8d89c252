import { SystemRandom } from './random.js';

describe('SystemRandom', () => {
  const random = new SystemRandom();

  it.each([0, 1, 16, 32, 1024, 1025, 10_000])('gives %d bytes', (length) => {
    expect(random.bytes(length)).toHaveLength(length);
  });

  it('req 37: gives 256 bits for a secret, and no piece twice over many refills', () => {
    const secrets = Array.from({ length: 5000 }, () => random.secret());
    expect(new Set(secrets).size).toBe(5000);
    expect(secrets.every((secret) => /^[A-Za-z0-9_-]{43}$/.test(secret))).toBe(true);
  });

  it('gives bytes that nobody else changes or reads', () => {
    const first = random.bytes(32);
    const copy = Buffer.from(first);
    for (let index = 0; index < 500; index++) random.bytes(32).fill(0);
    expect(first).toEqual(copy);
  });

  it('gives no run of zeros', () => {
    for (let index = 0; index < 1000; index++) expect(random.bytes(32).equals(Buffer.alloc(32))).toBe(false);
  });
});
