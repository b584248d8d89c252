import { attemptKey, attemptKeyRange, inKeyOrder } from './attempt-key.js';
import type { AttemptLimit } from './attempts.types.js';

const HERE = { id: '01900000-0000-7000-8000-000000000001', name: 'here' };
const THERE = { id: '01900000-0000-7000-8000-000000000002', name: 'there' };
const login = { purpose: 'login', subject: 'ada', address: '192.0.2.1' as string | null };
const hex = (realm: typeof HERE, changes: Partial<typeof login> = {}): string =>
  attemptKey(realm, { ...login, ...changes }).toString('hex');

describe('the key of a counter', () => {
  it('has 32 bytes and differs with realm, purpose, subject and address', () => {
    const keys = [
      hex(HERE),
      hex(THERE),
      hex(HERE, { purpose: 'client_secret' }),
      hex(HERE, { subject: 'bob' }),
      hex(HERE, { address: '192.0.2.2' }),
      hex(HERE, { address: null }),
      hex(HERE, { subject: 'ada","192.0.2.1', address: null }),
      hex(HERE, { subject: 'ada@192.0.2.1', address: null }),
      hex(HERE, { subject: 'ada', address: '192.0.2.1@192.0.2.1' }),
      hex(HERE, { subject: 'ada@192.0.2.1' }),
    ];
    expect(keys.every((key) => key.length === 64)).toBe(true);
    expect(new Set(keys).size).toBe(keys.length);
    expect(hex(HERE)).toBe(keys[0]);
  });

  it('stands in the range of its subject, whatever the address, and in no other', () => {
    const [first, last] = attemptKeyRange(HERE, login);
    const isWithin = (key: string): boolean => key >= first.toString('hex') && key <= last.toString('hex');
    expect([hex(HERE), hex(HERE, { address: null })].every(isWithin)).toBe(true);
    expect([hex(THERE), hex(HERE, { subject: 'bob' }), hex(HERE, { purpose: 'totp' })].some(isWithin)).toBe(false);
  });

  it('gives several counters one order, however they are listed', () => {
    const limit = (address: string | null): AttemptLimit => ({
      ...login,
      address,
      allowance: 5,
      windowSeconds: 60,
      firstDelaySeconds: 1,
      maxDelaySeconds: 900,
    });
    const limits = ['a', 'b', 'c', null].map(limit);
    expect(inKeyOrder(HERE, [...limits].reverse())).toEqual(inKeyOrder(HERE, limits));
  });
});
