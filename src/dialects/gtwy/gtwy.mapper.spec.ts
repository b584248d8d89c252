import { readFileSync } from 'node:fs';
import { WireError } from '../../http/wire-error.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { IssuedTokens } from '../../tokens/token.types.js';
import { notSaved, storeRefused, unauthorizedUser } from './gtwy.errors.js';
import {
  authTokenAnswer,
  callerToken,
  clientToCreate,
  refreshedAnswer,
  refreshToken,
  savedAnswer,
  urlToSave,
  urlToVerify,
  verifiedAnswer,
} from './gtwy.mapper.js';

interface Exchange {
  readonly name: string;
  readonly request: { readonly body?: unknown };
  readonly answer: { readonly status: number; readonly body: object };
}

const EXCHANGES = JSON.parse(
  readFileSync(new URL('./fixtures/exchanges.json', import.meta.url), 'utf8'),
) as readonly Exchange[];

function exchange(name: string): Exchange {
  const found = EXCHANGES.find((one) => one.name === name);
  if (!found) throw new Error(`no exchange ${name}`);
  return found;
}

const bodyOf = (name: string): unknown => exchange(name).request.body;
/** As it goes over the wire: the order of the members counts. */
const wire = (status: number, body: object | string): string => `${status} ${JSON.stringify(body)}`;
const expected = (name: string): string => wire(exchange(name).answer.status, exchange(name).answer.body);

function refusalOf(run: () => unknown): string {
  try {
    return `nothing refused: ${JSON.stringify(run())}`;
  } catch (error) {
    if (error instanceof WireError) return wire(error.status, error.body);
    throw error;
  }
}

const ISSUED = { accessToken: '<access_token>', refreshToken: '<refresh_token>' } as IssuedTokens;

describe('answers', () => {
  it.each([
    ['auth_token: the token of the organisation', authTokenAnswer('<auth_token>')],
    ['save: done', savedAnswer()],
    ['verify: done', verifiedAnswer(ISSUED)],
    ['refresh: done', refreshedAnswer(ISSUED)],
  ])('%s', (name, answer) => {
    expect(wire(200, answer)).toBe(expected(name));
  });
});

describe('what a client sends', () => {
  it('is a client and its URL', () => {
    const url = { clientId: 'golden', redirectUri: 'https://golden.example/callback' };
    expect(urlToSave(bodyOf('save: done'))).toEqual(url);
    expect(urlToVerify(bodyOf('save: done'))).toEqual(url);
  });

  it('is a refresh token', () => {
    expect(refreshToken(bodyOf('refresh: done'))).toBe('<refresh token>');
  });

  it('may hold members that mean nothing', () => {
    expect(urlToVerify({ client_id: 'a', redirection_url: 'b', state: {} })).toEqual({
      clientId: 'a',
      redirectUri: 'b',
    });
  });

  it.each(['save: client_id is missing', 'save: redirection_url is missing', 'save: no body'])('%s', (name) => {
    expect(refusalOf(() => urlToSave(bodyOf(name)))).toBe(expected(name));
  });

  it('save: members that are no texts', () => {
    const name = 'save: members that are no texts';
    expect(refusalOf(() => urlToSave(bodyOf(name)))).toBe(expected(name));
  });

  it.each([null, '', 'text', 7, [], [[]], { client_id: null, redirection_url: '' }])(
    'save: misses all in %j',
    (body) => {
      expect(refusalOf(() => urlToSave(body))).toBe(expected('save: no body'));
    },
  );

  it.each(['refresh: no token', 'refresh: no body', 'refresh: no text'])('%s', (name) => {
    expect(refusalOf(() => refreshToken(bodyOf(name)))).toBe(expected(name));
  });

  it.each([null, 'text', { client_id: 7, redirection_url: 'b' }, { client_id: 'a' }, []])(
    'verify: %j was never saved',
    (body) => {
      expect(urlToVerify(body)).toBeNull();
    },
  );
});

describe('refusals', () => {
  const invalid = (field: string, message: string): DomainError =>
    new DomainError('invalid', '', { fields: [{ field, message }] });

  it.each([
    ['auth_token: no caller', unauthorizedUser('acme')],
    ['verify: an unknown client', notSaved()],
    [
      'save: a URL that cannot be registered',
      storeRefused(invalid('redirectUris[0]', 'has the scheme http for a host that is not loopback')),
    ],
    [
      'save: an id that cannot be registered',
      storeRefused(invalid('clientId', 'has to be 1 to 128 printable ASCII characters without spaces')),
    ],
    [
      'save: an id that another client holds',
      storeRefused(DomainError.conflict('The client_id belongs to another client of the realm.')),
    ],
  ])('%s', (name, { status, body }) => {
    expect(wire(status, body)).toBe(expected(name));
  });

  it('ask for a token of the realm', () => {
    expect(unauthorizedUser('acme').challenges).toEqual(['Bearer realm="acme"']);
  });
});

describe('the token of a caller', () => {
  it.each([
    [{ authorization: 'a.b-c_d' }, 'a.b-c_d'],
    [{ authorization: 'Bearer a.b-c_d' }, 'a.b-c_d'],
    [{ authorization: 'bEARER   abc==' }, 'abc=='],
    [{ proxy_auth_token: 'abc' }, 'abc'],
    [{ authorization: '', proxy_auth_token: 'abc' }, 'abc'],
    [{ authorization: 'one', proxy_auth_token: 'two' }, 'one'],
    [{ authorization: 'Basic YTpi', proxy_auth_token: 'two' }, null],
    [{ authorization: 'Bearer a b' }, null],
    [{ authorization: 'a, b' }, null],
    [{ proxy_auth_token: 'one, two' }, null],
    [{ authorization: '<script>' }, null],
    [{}, null],
  ])('is found in %j as %j', (headers, token) => {
    expect(callerToken(headers)).toBe(token);
  });
});

it('a saved client is public and can nothing of itself', () => {
  expect(clientToCreate({ clientId: 'a', redirectUri: 'https://a.example/' })).toEqual({
    clientId: 'a',
    type: 'public',
    redirectUris: ['https://a.example/'],
    accessTokenValiditySeconds: 3600,
    refreshTokenValiditySeconds: 2_592_000,
  });
});
