import fc from 'fast-check';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { OAuth } from '../../support/oauth.js';
import type { Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { GoodbridgeClient } from './goodbridge.client.js';

/** What a client may do with its tokens, here or there; `which` chooses among those it has had. */
const ACTIONS = [
  'goodbridge token',
  'goodbridge refresh',
  'goodbridge revocation of an access token',
  'goodbridge revocation of a refresh token',
  'standard client_credentials',
  'standard password',
  'standard refresh',
  'standard revocation of an access token',
  'standard revocation of a refresh token',
] as const;
type Action = (typeof ACTIONS)[number];

interface Step {
  readonly action: Action;
  readonly which: number;
}

describe('GoodBridge and the standard endpoints', () => {
  let server: TestServer;
  let oauth: OAuth;
  let user: BuiltUser;
  let clients: readonly BuiltClient[];

  beforeAll(async () => {
    server = await startServer({ settings: { OPEN_REQUESTS_PER_ADDRESS: '1000000' } });
    const realm = await aRealm(server);
    oauth = new OAuth(server, realm);
    user = await aUser(server, realm);
    clients = [
      await aClient(server, realm, { accessTokenFormat: 'jwt' }),
      await aClient(server, realm, { accessTokenFormat: 'opaque' }),
    ];
  });
  afterAll(() => server.close());

  it('agree about every token of a realm, whoever issued it and whatever became of it', async () => {
    const step = fc.record({ action: fc.constantFrom(...ACTIONS), which: fc.nat({ max: 20 }) });
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...clients),
        fc.array(step, { minLength: 2, maxLength: 10 }),
        async (client, steps) => {
          const holder = new Holder(oauth, client, user);
          for (const each of steps) await holder.take(each);
          for (const token of holder.accessTokens) seen.add(await holder.expectAgreement(token));
          for (const token of holder.refreshTokens) expect(await holder.goodbridge.isActive(token)).toBe(false);
        },
      ),
      { numRuns: 40 },
    );
    expect(seen).toEqual(new Set(['active', 'inactive']));
  }, 120_000);
});

/** One client with all that it was ever given. */
class Holder {
  readonly goodbridge: GoodbridgeClient;
  readonly accessTokens: string[] = [];
  readonly refreshTokens: string[] = [];

  constructor(
    private readonly oauth: OAuth,
    private readonly client: BuiltClient,
    private readonly user: BuiltUser,
  ) {
    this.goodbridge = new GoodbridgeClient(oauth.url('dialects/goodbridge'), client);
  }

  async take({ action, which }: Step): Promise<void> {
    const { goodbridge, oauth, client } = this;
    const access = chosen(this.accessTokens, which);
    const refresh = chosen(this.refreshTokens, which);
    const acts: Record<Action, () => Promise<Answer>> = {
      'goodbridge token': () => goodbridge.getToken(),
      'goodbridge refresh': () => goodbridge.refresh(refresh),
      'goodbridge revocation of an access token': () => goodbridge.revoke(access, 'access'),
      'goodbridge revocation of a refresh token': () => goodbridge.revoke(refresh, 'refresh'),
      'standard client_credentials': () => oauth.clientCredentials(client),
      'standard password': () => oauth.password(client, this.user),
      'standard refresh': () => oauth.refresh(client, refresh),
      'standard revocation of an access token': () => oauth.revoke(client, access),
      'standard revocation of a refresh token': () => oauth.revoke(client, refresh),
    };
    this.keep(await acts[action]());
  }

  /** Both say the same of who holds the token and how long it lives. */
  async expectAgreement(token: string): Promise<'active' | 'inactive'> {
    const [{ body: here }, { body: there }] = await Promise.all([
      this.goodbridge.introspect(token),
      this.oauth.introspect(this.client, token),
    ]);
    const { active, client_id = null, exp = null } = there;
    expect(here).toEqual({ is_active: active, client_id, expires_at: exp });
    return active ? 'active' : 'inactive';
  }

  private keep({ body }: Answer): void {
    if (typeof body['access_token'] === 'string') this.accessTokens.push(body['access_token']);
    if (typeof body['refresh_token'] === 'string') this.refreshTokens.push(body['refresh_token']);
  }
}

const chosen = (tokens: readonly string[], which: number): string => tokens[which % tokens.length] ?? 'none yet';
