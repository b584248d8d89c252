import { DomainError } from '../kernel/domain-error.js';
import { RateLimit } from './rate-limit.js';

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
