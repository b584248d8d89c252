import type { Client } from '../../clients/client.types.js';
import { derivedId } from '../../kernel/derived-id.js';
import type { Grant } from '../../tokens/grant.types.js';
import type { IssuedTokens } from '../../tokens/token.types.js';
import type { OnesaitCall } from './call.mapper.js';
import { echoOf, passwordTerms, tokenRequest, tokenResponse } from './token.mapper.js';

const HOLDER = { realmName: 'acme', name: 'ada', authorities: ['developer'], apps: {} };
const AT = 1_800_000_000_250;

const anIssue = (changes: Partial<IssuedTokens> = {}): IssuedTokens => ({
  accessToken: 'the access token',
  tokenType: 'Bearer',
  issuedAt: AT,
  expiresAt: 1_800_043_200_000,
  expiresInSeconds: 43_200,
  scope: ['openid'],
  subject: 'user id',
  jti: 'the jti',
  refreshToken: 'the refresh token',
  refreshExpiresAt: 1_802_592_000_000,
  user: null,
  grant: { attributes: { onesait: { parameters: { grant_type: 'password', username: 'ada' } } } } as unknown as Grant,
  ...changes,
});

describe('tokenResponse', () => {
  it('has the members of the original in their order', () => {
    expect(JSON.stringify(tokenResponse(anIssue(), HOLDER, AT))).toBe(
      '{"access_token":"the access token","token_type":"bearer","refresh_token":"the refresh token","expires_in":43199,' +
        '"scope":"openid","name":"ada","principal":"ada","parameters":{"grant_type":"password","username":"ada"},' +
        '"clientId":"acme","grantType":"password","authorities":["developer"],"apps":{},"jti":"the jti"}',
    );
  });

  it.each([
    [AT, 43_199],
    [AT - 250, 43_200],
    [1_800_043_199_001, 0],
    [1_800_043_200_500, 0],
  ])('tells at %d the whole seconds that remain: %d', (at, seconds) => {
    expect(tokenResponse(anIssue(), HOLDER, at).expires_in).toBe(seconds);
  });

  it('names an opaque token by what depends on it alone', () => {
    const { jti } = tokenResponse(anIssue({ jti: null }), HOLDER, AT);
    expect(jti).toBe(derivedId('the access token'));
  });

  it('knows nothing of the first request of a grant that began elsewhere', () => {
    const grant = { attributes: {} } as unknown as Grant;
    const response = tokenResponse(anIssue({ grant }), HOLDER, AT);
    expect([response.parameters, response.grantType]).toEqual([{}, undefined]);
  });
});

describe('what is repeated of a request', () => {
  it('is everything but what proves something', () => {
    const echo = echoOf([
      ['username', 'ada'],
      ['password', 'secret'],
      ['client_secret', 'secret'],
      ['refresh_token', 'secret'],
      ['vertical', 'x'],
      ['__proto__', 'y'],
    ]);
    expect(JSON.stringify(echo)).toBe('{"username":"ada","vertical":"x","__proto__":"y"}');
  });

  it('is what every request has, when there is too much', () => {
    const echo = echoOf([
      ['grant_type', 'password'],
      ['username', 'ada'],
      ['long', 'x'.repeat(4096)],
    ]);
    expect(echo).toEqual({ grant_type: 'password', username: 'ada' });
  });

  it('is kept with a grant whose refresh tokens are used once, without a window, and harm nothing when used again', () => {
    expect(passwordTerms([['grant_type', 'password']])).toEqual({
      policy: { refreshTokens: 'rotate', onReuse: 'refuses', grace: false, endsOlderAccess: true },
      attributes: { onesait: { parameters: { grant_type: 'password' } } },
      keepPair: true,
    });
  });
});

describe('tokenRequest', () => {
  const call = (changes: Partial<OnesaitCall>): OnesaitCall => ({
    parameters: [
      ['client_id', 'acme'],
      ['client_secret', 'key'],
      ['scope', 'all'],
    ],
    at: AT,
    request: { id: 'r', address: '192.0.2.1' },
    ...changes,
  });

  it.each([{}, { authorization: 'Basic YTpi' }])('names the client that is proven, and no proof (%j)', (how) => {
    const client = { clientId: 'acme' } as Client;
    expect(tokenRequest(call(how), client, { grant_type: 'g', scope: undefined })).toEqual({
      client,
      parameters: [['grant_type', 'g']],
      encoding: 'form',
      at: AT,
      request: { id: 'r', address: '192.0.2.1' },
    });
  });
});
