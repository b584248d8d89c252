import { Logger } from '@nestjs/common';
import { ReadinessService } from './readiness.service.js';

const check = (name: string, work: () => Promise<void>) => ({ name, check: work });

describe('readiness', () => {
  beforeAll(() => Logger.overrideLogger(false));
  afterEach(() => jest.useRealTimers());

  it('is given when every check passes', async () => {
    const service = new ReadinessService([check('database', async () => undefined)]);
    expect(await service.read()).toEqual({ ready: true, checks: { database: 'ok' } });
  });

  it('is refused when one fails, and says which but not why', async () => {
    const failing = check('database', () => Promise.reject(new Error('password rejected for root')));
    const result = await new ReadinessService([failing, check('keys', async () => undefined)]).read();
    expect(result).toEqual({ ready: false, checks: { database: 'failed', keys: 'ok' } });
  });

  it('is refused when a check does not answer in time', async () => {
    jest.useFakeTimers();
    const reading = new ReadinessService([check('database', () => new Promise(() => undefined))]).read();
    jest.advanceTimersByTime(2_000);
    expect((await reading).ready).toBe(false);
  });
});
