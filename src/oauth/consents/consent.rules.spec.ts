import type { Consent } from './consent.types.js';
import { isAskedEveryTime, notYetAllowed } from './consent.rules.js';

describe('consent', () => {
  it.each([
    ['public', 'http://127.0.0.1:8080/callback', true],
    ['public', 'http://[::1]/callback', true],
    ['public', 'http://localhost/callback', true],
    ['public', 'com.example.app:/callback', true],
    ['public', 'https://app.example.com/callback', false],
    ['confidential', 'http://127.0.0.1/callback', false],
  ] as const)('req 23: a %s client at %s is asked for each time: %s', (type, redirectUri, asked) => {
    expect(isAskedEveryTime({ type }, redirectUri)).toBe(asked);
  });

  it('asks for what was not allowed before', () => {
    const consent = { scopes: ['openid', 'email'] } as unknown as Consent;
    expect(notYetAllowed(consent, ['email', 'profile', 'openid'])).toEqual(['profile']);
    expect(notYetAllowed(null, ['email'])).toEqual(['email']);
  });
});
