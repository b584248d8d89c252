import { Random, SystemRandom } from './random.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

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

  it('gives text over an alphabet, each letter as often as the others', () => {
    expect(random.text(14, 'ab')).toMatch(/^[ab]{14}$/);
    const counts = new Map<string, number>();
    for (const letter of random.text(62_000, LETTERS)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    expect(counts.size).toBe(LETTERS.length);
    // A modulo alone would give the first eight letters 1211 times each; seven standard deviations are 220.
    expect([...counts.values()].filter((count) => Math.abs(count - 1000) > 220)).toEqual([]);
  });

  it('draws again what would favour some letters', () => {
    const draws = [Buffer.from([255, 252, 3, 251]), Buffer.from([254, 0])];
    class Drawn extends Random {
      bytes(length: number): Buffer {
        return draws.shift()?.subarray(0, length) ?? Buffer.alloc(length, 4);
      }
    }
    expect(new Drawn().text(4, 'abcdef').length).toBe(4);
    expect(draws).toEqual([]);
  });

  it('gives no run of zeros', () => {
    for (let index = 0; index < 1000; index++) expect(random.bytes(32).equals(Buffer.alloc(32))).toBe(false);
  });
});
