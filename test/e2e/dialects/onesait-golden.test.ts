import type { Realm } from '../../../src/realms/realm.types.js';
import { RealmsService } from '../../../src/realms/realms.service.js';
import { UsersService } from '../../../src/users/users.service.js';
import { aClient, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { filledInAll, goldenPairs, patternOf, play, type GoldenPair, type Values } from '../../support/golden-pairs.js';
import { OAuth } from '../../support/oauth.js';
import type { Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { API, anOnesaitRealm, associate, clientOf, KEY, member, realmBase } from './onesait-support.js';
import type { OnesaitClient, OnesaitPair } from './onesait.client.js';

const PASSWORD = 'correct-horse-battery';
/** The realm that stands for the original's platform client. */
const PLATFORM = 'onesaitplatform';

const FORMS = {
  'new access token': '[\\w.-]{40,}',
  'new refresh token': 'rgr_[\\w-]{51}',
  'seconds': '43(199|200|[01]\\d\\d)',
  'epoch seconds': '\\d{10}',
  'uuid': '[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}',
};
const HEADERS = {
  'content-type': 'application/json;charset=UTF-8',
  'cache-control': 'no-store',
  'pragma': 'no-cache',
  'allow': null,
  'www-authenticate': null,
  'retry-after': null,
};

const PAIRS = goldenPairs('onesait');
const everyPair = (pairs: readonly GoldenPair[]) => pairs.map((pair) => [pair.name, pair] as const);
const basicOf = (realm: string, key: string): string => Buffer.from(`${realm}:${key}`).toString('base64');

describe.each(['jwt', 'opaque'] as const)('onesait with %s access tokens, to the letter', (accessTokenFormat) => {
  let server: TestServer;
  let acme: Realm;
  let portal: BuiltClient;
  let ada: BuiltUser;
  let onesait: OnesaitClient;
  let known: Values;

  beforeAll(async () => {
    server = await startServer({
      settings: { LOGIN_FAILURES_PER_ADDRESS: '1000', CLIENT_FAILURES_PER_ADDRESS: '1000' },
    });
    await makeRealms();
    known = { ...(await credentials()), ...(await overTokens()) };
    await livingPair();
  });
  afterAll(() => server.close());

  async function makeRealms(): Promise<void> {
    acme = await anOnesaitRealm(server, 'acme', ['developer', 'auditor', 'guest'], { accessTokenFormat });
    const [branch, depot] = [
      await anOnesaitRealm(server, 'branch', ['reader', 'writer']),
      await anOnesaitRealm(server, 'depot', ['keeper']),
    ];
    await associate(server, acme, 'developer', branch, 'reader');
    await associate(server, acme, 'developer', branch, 'writer');
    await associate(server, acme, 'auditor', branch, 'writer');
    await associate(server, acme, 'guest', depot, 'keeper');
    const platform = await anOnesaitRealm(server, PLATFORM, [], { accessTokenFormat });
    await member(server, platform, 'pat', []);
    ada = await member(server, acme, 'ada', ['developer', 'auditor']);
    await member(server, acme, 'carl', ['auditor']);
    await member(server, acme, 'nora', []);
    onesait = clientOf(server, acme);
    portal = await aClient(server, acme, { clientId: 'portal' });
  }

  async function credentials(): Promise<Values> {
    return {
      key: KEY,
      password: PASSWORD,
      basic: basicOf('acme', KEY),
      wrong_basic: basicOf('acme', 'wrong'),
      unknown_basic: basicOf('nowhere', KEY),
      platform_basic: basicOf(PLATFORM, KEY),
      client_basic: basicOf(portal.clientId, portal.secret),
    };
  }

  /** Of what is not alive any more, with a little time between, in which nothing of `living` expires. */
  async function overTokens(): Promise<Values> {
    const dora = await member(server, acme, 'dora', ['guest']);
    await server.get(UsersService).update(acme, dora.username, { enabled: false });
    await server.get(RealmsService).update('acme', { tokenValiditySeconds: 60, refreshTokenValiditySeconds: 60 });
    const expired = await onesait.pair(ada);
    await server.get(RealmsService).update('acme', { tokenValiditySeconds: null, refreshTokenValiditySeconds: 86_400 });
    server.advance(120);
    const [first, gone] = [await onesait.pair(ada), await onesait.pair(ada, { scope: 'profile' })];
    await onesait.refresh(first.refresh_token);
    await onesait.revoke(gone.access_token);
    return {
      expired_access_token: expired.access_token,
      expired_refresh_token: expired.refresh_token,
      used_refresh_token: first.refresh_token,
      outdated_access_token: first.access_token,
      revoked_access_token: gone.access_token,
    };
  }

  /** What a pair of this text needs that lives; the pair of the user is made anew, because others may have been ended. */
  async function living({ request, answer }: GoldenPair): Promise<Values> {
    const text = [request.path, ...Object.values(request.headers), request.body, answer.body].join();
    const needs = (name: string): boolean => text.includes(`<${name}>`);
    const oauth = new OAuth(server, acme);
    const [realm, foreign, standard, resource] = await Promise.all([
      needs('realm_access_token') && oauth.clientCredentials(own(), { scope: 'openid' }),
      (needs('foreign_access_token') || needs('foreign_refresh_token')) &&
        oauth.password(portal, ada, { scope: 'openid' }),
      needs('standard_refresh_token') && oauth.password(own(), ada, { scope: 'openid' }),
      needs('resource_access_token') && oauth.password(own(), ada, { scope: 'openid', resource: API }),
    ]);
    return {
      ...((needs('access_token') || needs('refresh_token')) && (await livingPair())),
      ...tokensOf('realm', realm),
      ...tokensOf('foreign', foreign),
      ...tokensOf('standard', standard),
      ...tokensOf('resource', resource),
    };
  }

  const own = () => ({ clientId: 'acme', secret: KEY, type: 'confidential' }) as BuiltClient;

  const livingPair = async (): Promise<Values> => {
    const { access_token, refresh_token } = await pairToldAs(ORIGIN);
    return { access_token, refresh_token };
  };

  /** Whatever the pair said that was there before: what a token tells of its first request is fixed with it. */
  async function pairToldAs(form: Record<string, string>): Promise<OnesaitPair> {
    await onesait.revoke((await onesait.pair(ada, form)).access_token);
    return onesait.pair(ada, form);
  }

  /** What the format of access tokens can make a difference to. */
  const chosen =
    accessTokenFormat === 'jwt'
      ? PAIRS
      : PAIRS.filter(({ request, answer }) => /token>|uuid>/.test(request.body + answer.body));

  describe.each([
    ['at its own paths', chosen, () => server.url],
    [
      'below its realm',
      chosen.filter(({ request }) => !request.headers['authorization']?.includes('platform')),
      () => realmBase(server, acme),
    ],
  ])('%s', (_, pairs, base) => {
    it.each(everyPair(pairs))('%s', async (_name, pair) => {
      const values = { ...known, ...(await living(pair)) };
      const { status, headers, text } = await play(base(), pair, values);
      expect([status, text]).toEqual([
        pair.answer.status,
        expect.stringMatching(patternOf(pair.answer.body, values, FORMS)),
      ]);
      const received = Object.keys(HEADERS).map((name) => [name, headers.get(name)]);
      expect(Object.fromEntries(received)).toEqual({ ...HEADERS, ...filledInAll(pair.answer.headers, values) });
    });
  });
});

/** What the first request of the goldens' pairs says beside the user. */
const ORIGIN = { scope: 'openid', clientId: 'acme', vertical: 'onesaitplatform' };

const tokensOf = (name: string, answer: Answer | false): Values =>
  answer === false
    ? {}
    : {
        [`${name}_access_token`]: String(answer.body['access_token']),
        [`${name}_refresh_token`]: String(answer.body['refresh_token']),
      };
