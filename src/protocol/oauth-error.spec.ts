import { OAuthError, invalidGrant } from './oauth-error.js';

describe('OAuthError', () => {
  it.each(['invalid_client', 'invalid_grant', 'invalid_token'] as const)(
    'reads the same for every cause of %s',
    (code) => {
      const unknown = new OAuthError(code, 'no such thing');
      const wrong = new OAuthError(code, 'wrong secret');
      expect(unknown.description).toBe(wrong.description);
      expect(unknown.description).not.toBe('');
    },
  );

  it('keeps the cause for the log', () => {
    expect(invalidGrant('revoked').detail).toBe('revoked');
    expect(invalidGrant('revoked').message).toBe('invalid_grant');
  });

  it.each([
    ['invalid_request', 400],
    ['invalid_client', 401],
    ['invalid_grant', 400],
    ['insufficient_scope', 403],
    ['temporarily_unavailable', 503],
  ] as const)('answers %s with %d', (code, status) => {
    expect(new OAuthError(code).status).toBe(status);
  });
});
