import fc from 'fast-check';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { OAuth } from '../../support/oauth.js';
import { startServer, type TestServer } from '../../support/server.js';
import { CANARY, headerSafe, odd, oddText, send, Sent, STACK, wellFormed } from './protocol-support.js';

const PARAMETERS = [
  'grant_type',
  'client_id',
  'client_secret',
  'scope',
  'resource',
  'username',
  'password',
  'refresh_token',
  'token',
  'token_type_hint',
  'access_token',
  'client_assertion',
  'client_assertion_type',
  'code',
  'redirect_uri',
  'request',
];
const GRANTS = ['client_credentials', 'password', 'refresh_token', 'authorization_code'];
const CONTENT_TYPES = [
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=utf-8',
  'application/json',
  'application/merge-patch+json',
  'text/plain',
  'multipart/form-data',
  'application/x-www-form-urlencoded;charset=latin1',
  'x',
  '',
  'application/json; charset=utf-16',
];
const PATHS = [
  'oauth/token',
  'oauth/introspect',
  'oauth/revoke',
  'userinfo',
  'jwks',
  '.well-known/openid-configuration',
];

describe('fuzzing of the protocol endpoints', () => {
  let server: TestServer;
  let oauth: OAuth;
  let client: BuiltClient;
  let user: BuiltUser;
  let tokens: string[];

  beforeAll(async () => {
    server = await startServer({
      settings: { CLIENT_FAILURES_PER_ADDRESS: '100000', LOGIN_FAILURES_PER_ADDRESS: '3' },
    });
    const realm = await aRealm(server);
    oauth = new OAuth(server, realm);
    client = await aClient(server, realm, { acceptsJson: true });
    user = await aUser(server, realm);
    const { body } = await oauth.password(client, user, { scope: 'openid' });
    tokens = [String(body['access_token']), String(body['refresh_token'])];
  });
  afterAll(() => server.close());

  const good = (): fc.Arbitrary<string> =>
    fc.constantFrom(client.clientId, client.secret, user.username, user.password, 'openid', '', ...GRANTS, ...tokens);
  const pairs = (): fc.Arbitrary<[string, string][]> =>
    fc.array(fc.tuple(fc.oneof(fc.constantFrom(...PARAMETERS), odd), fc.oneof(good(), odd)), { maxLength: 8 });

  const formOf = (list: [string, string][]): Buffer => {
    const wellFormedPairs = list.map(([name, value]): [string, string] => [wellFormed(name), wellFormed(value)]);
    return Buffer.from(new URLSearchParams(wellFormedPairs).toString());
  };
  const authenticated = (list: [string, string][]): [string, string][] => [
    ['client_id', client.clientId],
    ['client_secret', client.secret],
    ...list.filter(([name]) => !name.startsWith('client_')),
  ];

  const body = (): fc.Arbitrary<Buffer> =>
    fc.oneof(
      { weight: 3, arbitrary: pairs().map(formOf) },
      { weight: 4, arbitrary: pairs().map((list) => formOf(authenticated(list))) },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.constantFrom(...GRANTS), pairs())
          .map(([grant, list]) =>
            formOf([['grant_type', grant], ...authenticated(list.filter(([name]) => name !== 'grant_type'))]),
          ),
      },
      { weight: 2, arbitrary: fc.json().map((text) => Buffer.from(text)) },
      {
        weight: 2,
        arbitrary: pairs().map((list) => Buffer.from(JSON.stringify(Object.fromEntries(authenticated(list))))),
      },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
      { weight: 1, arbitrary: fc.integer({ min: 60_000, max: 70_000 }).map((length) => Buffer.alloc(length, 'a=1&')) },
    );

  const credentials = (): fc.Arbitrary<string> =>
    fc.oneof(
      fc
        .tuple(fc.oneof(good(), odd), fc.oneof(good(), odd))
        .map(([id, secret]) => Buffer.from(`${id}:${secret}`).toString('base64')),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64')),
      fc.constantFrom(...tokens),
      fc.string({ maxLength: 60 }),
    );
  const authorization = (): fc.Arbitrary<[string, string][]> =>
    fc.array(
      fc
        .tuple(fc.constantFrom('Basic ', 'basic ', 'Bearer ', 'bearer  ', 'Digest ', 'Basic', ''), credentials())
        .map(([scheme, text]): [string, string] => ['Authorization', headerSafe(scheme + text)]),
      { maxLength: 2 },
    );

  const sent = (): fc.Arbitrary<Sent> =>
    fc
      .record({
        method: fc.constantFrom('POST', 'POST', 'POST', 'GET', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'),
        path: fc.constantFrom(...PATHS),
        query: fc.option(
          pairs().map((list) => `?${formOf(list).toString().slice(0, 3000)}`),
          { nil: '', freq: 5 },
        ),
        type: fc.oneof(
          { weight: 3, arbitrary: fc.constant(CONTENT_TYPES[0]!) },
          { weight: 1, arbitrary: fc.constantFrom(...CONTENT_TYPES) },
        ),
        extra: fc.array(
          fc.tuple(
            fc.constantFrom(
              'Origin',
              'X-Forwarded-For',
              'X-Forwarded-Host',
              'Forwarded',
              'X-Request-Id',
              'Accept',
              'Cookie',
              'Referer',
            ),
            odd.map((text) => headerSafe(text).slice(0, 500)),
          ),
          { maxLength: 2 },
        ),
        authorization: authorization(),
        body: body(),
      })
      .map(
        ({ method, path, query, type, extra, authorization: credential, body: bytes }) =>
          new Sent(method, path + query, [['Content-Type', type], ...credential, ...extra], bytes),
      );

  it('req 27, 87, 88: nothing makes the server fail, tell of its inside or reflect what it was sent', async () => {
    const statuses = new Set<number>();
    const property = fc.asyncProperty(sent(), async (request) => {
      const { status, text } = await send(oauth.url(''), request);
      statuses.add(status);
      expect(status).toBeLessThan(500);
      expect(text).not.toMatch(STACK);
      expect(text).not.toContain(CANARY.slice(0, 4));
    });
    await fc.assert(property, { numRuns: 800 });
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 401, 405]));
    expect(server.log.filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([]);
  });

  it('req 49, 86: no spelling of a path reaches another realm or an endpoint without its guards', async () => {
    const segment = fc.oneof(
      fc.constantFrom(
        'realms',
        oauth.realm.name,
        'oauth',
        'token',
        'introspect',
        'userinfo',
        '..',
        '.',
        '',
        '%2e%2e',
        '%2f',
        ';',
        'TOKEN',
        '%00',
        '*',
        'oauth%2ftoken',
      ),
      oddText.map((text) => encodeURIComponent(wellFormed(text)).slice(0, 200)),
    );
    const property = fc.asyncProperty(
      fc.array(segment, { maxLength: 7 }),
      fc.constantFrom('GET', 'POST', 'HEAD'),
      async (parts, method) => {
        const { status, text } = await send(`${server.url}/`, new Sent(method, parts.join('/')));
        expect(status).toBeLessThan(500);
        expect(text).not.toMatch(STACK);
        expect(text).not.toContain('access_token"');
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });
});
