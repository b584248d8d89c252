import { Random } from '../../kernel/random.js';
import { dueAtOf, expiresAtOf, refreshExpiresAtOf } from './expiry.rules.js';

const NOW = Date.UTC(2026, 0, 1);
const told = (expiresIn: string | null, expiresAt: string | null = null) => ({ expiresIn, expiresAt });
const jwt = (claims: object): string =>
  ['{"alg":"none"}', JSON.stringify(claims), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');

/** Always the same bytes. */
class ConstantRandom extends Random {
  constructor(private readonly byte: number) {
    super();
  }

  bytes(length: number): Buffer {
    return Buffer.alloc(length, this.byte);
  }
}
const [least, middle, most] = [new ConstantRandom(0), new ConstantRandom(127), new ConstantRandom(255)];

describe('when an access token ends', () => {
  it.each([
    ['3600', null, NOW + 3_600_000],
    ['3599.5', null, NOW + 3_599_500],
    [null, null, null],
    ['NaN', null, null],
    ['Infinity', null, null],
    ['-5', null, null],
    ['0', null, null],
    ['', null, null],
    ['soon', null, null],
    ['1e300', null, null],
    [null, String(NOW / 1000 + 60), NOW + 60_000],
    [null, String(NOW + 60_000), NOW + 60_000],
    [null, '2026-01-01T01:00:00Z', NOW + 3_600_000],
    [null, '2026-01-01T01:00:00+01:00', NOW],
    [null, 'tomorrow', null],
    [null, '2026', 2_026_000],
    ['60', '2026-01-01T01:00:00Z', NOW + 3_600_000],
  ])('told in %s seconds, or at %s', (expiresIn, expiresAt, end) => {
    expect(expiresAtOf({ strategy: 'response' }, told(expiresIn, expiresAt), 'token', NOW)).toBe(end);
  });

  it('told in milliseconds', () => {
    expect(expiresAtOf({ strategy: 'response', unit: 'ms' }, told('5000'), 'token', NOW)).toBe(NOW + 5000);
  });

  it('after the usual time where it is not told', () => {
    const rule = { strategy: 'response', defaultTtlSeconds: 60 } as const;
    expect(expiresAtOf(rule, told(null), 'token', NOW)).toBe(NOW + 60_000);
    expect(expiresAtOf(rule, told('5'), 'token', NOW)).toBe(NOW + 5000);
  });

  it('after the usual time whatever is told', () => {
    const rule = { strategy: 'default_ttl', defaultTtlSeconds: 60 } as const;
    expect(expiresAtOf(rule, told('5'), 'token', NOW)).toBe(NOW + 60_000);
  });

  it('by its own exp', () => {
    const rule = { strategy: 'jwt_exp', defaultTtlSeconds: 60 } as const;
    expect(expiresAtOf(rule, told('5'), jwt({ exp: NOW / 1000 + 90 }), NOW)).toBe(NOW + 90_000);
    for (const token of ['opaque', jwt({}), jwt({ exp: 'later' }), 'a.b.c', 'a.%%%.c'])
      expect(expiresAtOf(rule, told('5'), token, NOW)).toBe(NOW + 60_000);
  });

  it('only when it is refused', () => {
    expect(expiresAtOf({ strategy: 'none' }, told('5'), 'token', NOW)).toBeNull();
  });
});

it('the end of a refresh token is told in seconds', () => {
  expect(refreshExpiresAtOf('60', NOW)).toBe(NOW + 60_000);
  expect(refreshExpiresAtOf('never', NOW)).toBeNull();
  expect(refreshExpiresAtOf(null, NOW)).toBeNull();
});

describe('from when on an access token is renewed', () => {
  const due = (seconds: number, random: Random, marginSeconds = 300): number =>
    (NOW + seconds * 1000 - (dueAtOf({ strategy: 'response' }, span(seconds, marginSeconds), random) ?? NaN)) / 1000;
  const span = (seconds: number, marginSeconds: number) => ({
    now: NOW,
    expiresAt: NOW + seconds * 1000,
    marginSeconds,
  });

  it('five minutes before its end, give or take a tenth', () => {
    expect(due(3600, least)).toBeCloseTo(270);
    expect(due(3600, middle)).toBeCloseTo(300, 0);
    expect(due(3600, most)).toBeCloseTo(330);
  });

  it('no sooner than in the last fifth of its life', () => {
    expect(due(60, least)).toBeCloseTo(10.8);
    expect(due(60, most)).toBeCloseTo(13.2);
  });

  it('by the margin of its config', () => {
    const rule = { strategy: 'response', marginSeconds: 10 } as const;
    expect(dueAtOf(rule, span(3600, 300), middle)).toBeGreaterThan(NOW + 3588_000);
  });

  it('never where nobody knows its end, unless the provider can be asked', () => {
    const endless = { now: NOW, expiresAt: null, marginSeconds: 300 };
    expect(dueAtOf({ strategy: 'response' }, endless, middle)).toBeNull();
    expect(dueAtOf({ strategy: 'introspect' }, endless, middle)).toBe(NOW + 300_000);
    expect(dueAtOf({ strategy: 'introspect' }, span(60, 300), middle)).toBeLessThan(NOW + 60_000);
  });
});
