import fc from 'fast-check';
import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { OAuth } from '../../support/oauth.js';
import type { Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { anOnesaitRealm, clientOf, KEY, member } from './onesait-support.js';
import type { OnesaitClient } from './onesait.client.js';

/** What may be done to the tokens of a realm, here or there; `which` chooses among those that were issued. */
const ACTIONS = [
  'onesait login',
  'onesait login for more',
  'onesait refresh',
  'onesait revocation of an access token',
  'onesait revocation of a refresh token',
  'standard password',
  'standard client_credentials',
  'standard refresh',
  'standard revocation of an access token',
  'standard revocation of a refresh token',
  'password of another client',
] as const;
type Action = (typeof ACTIONS)[number];

interface Step {
  readonly action: Action;
  readonly which: number;
}

describe.each(['jwt', 'opaque'] as const)('onesait and the standard endpoints, with %s tokens', (accessTokenFormat) => {
  let server: TestServer;
  let party: Parties;
  let user: BuiltUser;

  beforeAll(async () => {
    server = await startServer();
    const realm = await anOnesaitRealm(server, 'acme', ['developer'], { accessTokenFormat, refreshGraceSeconds: 0 });
    user = await member(server, realm, 'ada', ['developer']);
    const other = await aClient(server, realm);
    party = { realm, other, oauth: new OAuth(server, realm), onesait: clientOf(server, realm), user };
  });
  afterAll(() => server.close());

  it('agree about every token of a realm, whoever issued it and whatever became of it', async () => {
    const step = fc.record({ action: fc.constantFrom(...ACTIONS), which: fc.nat({ max: 20 }) });
    const seen = new Set<boolean>();
    const property = fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), async (steps) => {
      const history = new History(party);
      for (const each of steps) await history.take(each);
      for (const token of history.accessTokens) seen.add(await history.expectAgreement(token));
      for (const token of history.refreshTokens) expect(await party.onesait.isLive(token)).toBe(false);
    });
    await fc.assert(property, { numRuns: 25 });
    expect(seen).toEqual(new Set([true, false]));
  }, 120_000);
});

interface Parties {
  readonly realm: Realm;
  readonly oauth: OAuth;
  readonly onesait: OnesaitClient;
  readonly other: BuiltClient;
  readonly user: BuiltUser;
}

class History {
  readonly accessTokens: string[] = [];
  readonly refreshTokens: string[] = [];

  constructor(private readonly party: Parties) {}

  private get own(): BuiltClient {
    return { clientId: this.party.realm.name, secret: KEY, type: 'confidential' } as BuiltClient;
  }

  async take({ action, which }: Step): Promise<void> {
    const { own } = this;
    const { onesait, oauth, user, other } = this.party;
    const [access, refresh] = [chosen(this.accessTokens, which), chosen(this.refreshTokens, which)];
    const acts: Record<Action, () => Promise<Answer>> = {
      'onesait login': () => onesait.login(user),
      'onesait login for more': () => onesait.login(user, { scope: 'openid profile' }),
      'onesait refresh': () => onesait.refresh(refresh),
      'onesait revocation of an access token': () => onesait.revoke(access),
      'onesait revocation of a refresh token': () => onesait.revoke(refresh),
      'standard password': () => oauth.password(own, user, { scope: 'openid' }),
      'standard client_credentials': () => oauth.clientCredentials(own),
      'standard refresh': () => oauth.refresh(own, refresh),
      'standard revocation of an access token': () => oauth.revoke(own, access),
      'standard revocation of a refresh token': () => oauth.revoke(own, refresh),
      'password of another client': () => oauth.password(other, user, { scope: 'openid' }),
    };
    this.keep(await acts[action]());
  }

  /** All three say the same of whose the token is, what it opens and how long it lives. */
  async expectAgreement(token: string): Promise<boolean> {
    const { onesait, oauth } = this.party;
    const [standard, checked, platform] = [
      (await oauth.introspect(this.own, token)).body,
      await onesait.check(token),
      (await onesait.platformCheck(token)).body,
    ];
    const active = standard['active'] === true;
    expect([checked.status, 'error' in platform]).toEqual(active ? [200, false] : [400, true]);
    if (!active) return false;
    const { username, exp, client_id, authorities, scope = '', jti } = standard;
    const said = { user_name: username, exp, client_id, authorities };
    expect(pick(checked.body, said)).toEqual(said);
    expect((checked.body['scope'] as string[]).join(' ')).toBe(scope);
    expect([platform['exp'], platform['authorities']]).toEqual([exp, authorities]);
    expect(platform['jti']).toBe(checked.body['jti']);
    if (jti !== undefined) expect(checked.body['jti']).toBe(jti);
    return true;
  }

  private keep({ body }: Answer): void {
    if (typeof body['access_token'] === 'string' && !('state' in body)) this.accessTokens.push(body['access_token']);
    if (typeof body['refresh_token'] === 'string') this.refreshTokens.push(body['refresh_token']);
  }
}

const pick = (whole: Record<string, unknown>, like: object): Record<string, unknown> =>
  Object.fromEntries(Object.keys(like).map((name) => [name, whole[name]]));

const chosen = (tokens: readonly string[], which: number): string => tokens[which % tokens.length] ?? 'none yet';
