import { goldenPairs } from '../../../test/support/golden-pairs.js';
import { newClient } from '../../../test/support/client.builder.js';
import { parseForm } from '../../http/form-body.js';
import { parseJson } from '../../http/json-body.js';
import { refusalOf } from '../../http/refusal.js';
import type { IssuedTokens, LiveToken } from '../../tokens/token.types.js';
import { goodbridgeShape } from './goodbridge.errors.js';
import { accessTokenOf, introspectionText, revokedTokenOf, tokenCommand, tokenResponse } from './goodbridge.mapper.js';

const PAIRS = goldenPairs('goodbridge');
const pair = (name: string) => PAIRS.find((candidate) => candidate.name === name)!;

const ARRIVAL = { at: Date.UTC(2024, 2, 30, 14, 54), request: { id: 'request-1', address: '192.0.2.1' } };

const commandOf = (name: string) => {
  const { headers, body } = pair(name).request;
  const bytes = Buffer.from(body);
  return tokenCommand(headers['content-type']?.endsWith('json') ? parseJson(bytes) : parseForm(bytes), ARRIVAL);
};

const named = (first: string) => PAIRS.flatMap(({ name }) => (name.startsWith(first) ? [name] : []));

describe('a request to the token endpoint of GoodBridge', () => {
  it.each(named('a pair'))('asks for a grant of the client alone: %s', (name) => {
    expect(commandOf(name)).toEqual({
      issue: {
        parameters: [
          ['grant_type', 'client_credentials'],
          ['client_id', '<client_id>'],
          ['client_secret', '<client_secret>'],
        ],
        encoding: 'form',
        terms: {
          clientGrant: true,
          policy: {
            refreshTokens: 'rotate',
            endsOlderAccess: true,
            refreshWithoutAuthentication: true,
            accessTokenValiditySeconds: 3600,
          },
        },
        ...ARRIVAL,
      },
    });
  });

  it.each(named('the next pair'))('shows nothing but a refresh token: %s', (name) => {
    const refresh = { refreshToken: '<refresh_token>', grantType: 'client_credentials', ...ARRIVAL };
    expect(commandOf(name)).toEqual({ refresh });
  });

  it.each([
    ...['a grant type of other endpoints', 'no grant type', 'no client id', 'no client secret', 'no refresh token'],
    ...['a member that is no text', 'a member that is there twice', 'a parameter that is there twice'],
    ...['an array', 'no JSON'],
  ])('is refused as its clients know it: %s', (name) => {
    const { status, body } = goodbridgeShape(refusalOf(thrown(() => commandOf(name)))!);
    expect([status, JSON.stringify(body)]).toEqual([pair(name).answer.status, pair(name).answer.body]);
  });

  it.each([undefined, null, 'text', 7, true])('needs an object, and not %p', (body) => {
    expect(thrown(() => tokenCommand(body, ARRIVAL))).toMatchObject({ code: 'invalid_request' });
  });
});

describe('an answer in the words of GoodBridge', () => {
  it('gives both ends of a pair as times with an offset', () => {
    const issued = {
      accessToken: '<new access token>',
      refreshToken: '<new refresh token>',
      expiresAt: Date.UTC(2024, 2, 30, 15, 54),
      refreshExpiresAt: Date.UTC(2024, 3, 29, 14, 54, 0, 999),
    } as IssuedTokens;
    const expected = pair('a pair for a client')
      .answer.body.replace('<time>', '2024-03-30T15:54:00+00:00')
      .replace('<time>', '2024-04-29T14:54:00+00:00');
    expect(JSON.stringify(tokenResponse(issued))).toBe(expected);
  });

  const live = (change: Partial<LiveToken>): LiveToken =>
    ({
      kind: 'access',
      client: newClient({ clientId: '<client_id>' }),
      expiresAt: Date.UTC(2024, 2, 30, 15, 54),
      ...change,
    }) as LiveToken;

  it('writes the end of a token as a number with a fraction', () => {
    const expected = pair('a live access token').answer.body.replace('<epoch seconds>', '1711814040');
    expect(introspectionText(live({}))).toBe(expected);
    expect(JSON.parse(introspectionText(live({ client: newClient({ clientId: 'a"b\\c' }) })))).toEqual({
      is_active: true,
      client_id: 'a"b\\c',
      expires_at: 1711814040,
    });
  });

  it('tells nothing of what is not alive or no access token', () => {
    const { body } = pair('an unknown access token').answer;
    expect(introspectionText(null)).toBe(body);
    expect(introspectionText(live({ kind: 'refresh' }))).toBe(body);
  });

  it.each([
    [pair('a refresh token shown as an access token').request.path, accessTokenOf, '<refresh_token>'],
    [pair('a revocation with a wrong hint').request.path, revokedTokenOf, '<refresh_token>'],
    ['/oauth/revoke?token=a%2Bb+c', revokedTokenOf, 'a+b c'],
  ])('finds the token in the query: %s', (path, tokenOf, token) => {
    expect(tokenOf(path)).toBe(token);
  });

  it.each(['/oauth/revoke', '/oauth/revoke?', '/oauth/revoke?token', '/oauth/revoke?token='])(
    'misses one: %s',
    (path) => {
      expect(() => revokedTokenOf(path)).toThrow('invalid_request');
    },
  );
});

function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}
