import { jest } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../kernel/domain-error.js';
import { networkOf, RateLimit } from './rate-limit.js';

describe('the limit of requests an address', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const refusalOf = (limit: RateLimit, address: string): Promise<unknown> =>
    limit.take(address).then(
      () => null,
      (error: unknown) => error,
    );

  it('req 89: admits so many a minute, and says to the next one when to come again', async () => {
    const limit = new RateLimit(3);
    for (const wait of [0, 10_000, 10_000]) {
      jest.advanceTimersByTime(wait);
      expect(await refusalOf(limit, '192.0.2.1')).toBeNull();
    }
    const refusal = await refusalOf(limit, '192.0.2.1');
    expect(refusal).toBeInstanceOf(DomainError);
    expect(refusal).toMatchObject({ code: 'too_many', retryAfter: 40 });
    jest.advanceTimersByTime(40_000);
    expect(await refusalOf(limit, '192.0.2.1')).toBeNull();
  });

  it('counts each address for itself, and the addresses of one IPv6 network together', async () => {
    const limit = new RateLimit(1);
    for (const address of ['192.0.2.1', '192.0.2.2', '2001:db8:0:1::1', '2001:db8:0:2::1'])
      expect(await refusalOf(limit, address)).toBeNull();
    for (const address of ['192.0.2.1', '2001:db8::1:aaaa:bbbb:cccc:dddd'])
      expect(await refusalOf(limit, address)).toMatchObject({ code: 'too_many' });
  });
});

describe('the network of an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['::', '0:0:0:0'],
    ['2001:db8:1:2::', '2001:db8:1:2'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0'],
    ['1:2:3:4:5:6:192.0.2.1', '1:2:3:4'],
    ['', ''],
  ])('is that of its first 64 bits: %s is in %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('does not depend on how the address is written', () => {
    const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const full = groups.map((value) => value.toString(16)).join(':');
        const short = new URL(`http://[${full}]`).hostname.slice(1, -1);
        expect(networkOf(short)).toBe(networkOf(full));
      }),
    );
  });
});
