import { OAuthError } from '../protocol/oauth-error.js';
import { describeError } from './error-description.js';

describe('what the log keeps of an error', () => {
  it('req 27: keeps nothing of a driver error but its code and place', () => {
    const driver = Object.assign(new Error("Duplicate entry 'rga_secret' for key 'hash'"), {
      code: 'ER_DUP_ENTRY',
      sqlState: '23000',
      sql: "INSERT INTO tokens VALUES ('rga_secret')",
    });
    const wrapped = Object.assign(new Error(driver.message), {
      driverError: driver,
      parameters: ['rga_secret'],
      query: driver.sql,
    });
    for (const error of [driver, wrapped, new Error('Outer', { cause: wrapped })]) {
      expect(JSON.stringify(describeError(error))).not.toContain('rga_secret');
    }
    expect(describeError(driver)).toMatchObject({
      code: 'ER_DUP_ENTRY',
      stack: expect.stringContaining('error-description.spec'),
    });
  });

  it('keeps the detail of an OAuth error, which the caller never sees', () => {
    expect(describeError(new OAuthError('invalid_grant', '', { detail: 'expired' })).message).toBe(
      'invalid_grant: expired',
    );
  });

  it('follows causes, but not for ever', () => {
    const loop = new Error('loop');
    loop.cause = loop;
    expect(JSON.stringify(describeError(loop)).length).toBeLessThan(20_000);
    expect(describeError('text')).toEqual({ type: 'string' });
  });
});
