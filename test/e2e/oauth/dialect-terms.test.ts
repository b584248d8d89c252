import { ClientsService } from '../../../src/clients/clients.service.js';
import { Clock } from '../../../src/kernel/clock.js';
import { AuthorizationServer } from '../../../src/oauth/authorization-server.service.js';
import type { GrantTerms } from '../../../src/oauth/authorization-server.types.js';
import { OAuthError } from '../../../src/protocol/oauth-error.js';
import type { GrantPolicy } from '../../../src/tokens/grant.types.js';
import type { IssuedTokens } from '../../../src/tokens/token.types.js';
import { TokensService } from '../../../src/tokens/tokens.service.js';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { OAuth } from '../../support/oauth.js';
import { startServer, type TestServer } from '../../support/server.js';

const POLICY: GrantPolicy = { refreshTokens: 'rotate', endsOlderAccess: true, refreshWithoutAuthentication: true };
const REQUEST = { id: 'request', address: '192.0.2.1' };

describe('what a dialect asks of the server', () => {
  let server: TestServer;
  let oauth: OAuth;
  let user: BuiltUser;
  /** Registered for nothing but its own tokens. */
  let client: BuiltClient;

  beforeAll(async () => {
    server = await startServer();
    oauth = new OAuth(server, await aRealm(server));
    client = await aClient(server, oauth.realm, { grantTypes: ['client_credentials'] });
    user = await aUser(server, oauth.realm);
  });
  afterAll(() => server.close());

  const at = (): number => server.get(Clock).now();
  const token = (by: BuiltClient, form: Record<string, string>, terms?: GrantTerms): Promise<IssuedTokens> => {
    const credentials = { client_id: by.clientId, client_secret: by.secret };
    const parameters = Object.entries({ ...credentials, ...form });
    const command = { parameters, encoding: 'form', at: at(), request: REQUEST, terms } as const;
    return server.get(AuthorizationServer).token(oauth.realm, command);
  };
  const own = (terms: GrantTerms, by = client): Promise<IssuedTokens> =>
    token(by, { grant_type: 'client_credentials' }, terms);
  const asUser = (by: BuiltClient, terms?: GrantTerms, who = user): Promise<IssuedTokens> =>
    token(by, { grant_type: 'password', username: who.username, password: who.password, scope: 'openid' }, terms);
  const refresh = (refreshToken = ''): Promise<IssuedTokens> =>
    server.get(AuthorizationServer).refreshWithoutClient(oauth.realm, { refreshToken, at: at(), request: REQUEST });
  const isLive = async (value: string): Promise<boolean> =>
    (await server.get(TokensService).judge(oauth.realm, value)) !== null;
  const refusal = async (work: Promise<unknown>): Promise<unknown> => {
    const error: unknown = await work.catch((cause: unknown) => cause);
    return error instanceof OAuthError ? [error.code, error.reason] : error;
  };

  describe('client_credentials with a grant', () => {
    it('comes with a refresh token, though the client is not registered for one, and with the terms', async () => {
      const issued = await own({ clientGrant: true, policy: POLICY, attributes: { kept: 'word' } });
      expect(issued.refreshToken).toMatch(/^rgr_/);
      expect(issued.subject).toBe(client.clientId);
      expect(issued.grant).toMatchObject({
        clientId: client.id,
        userId: null,
        policy: POLICY,
        attributes: { kept: 'word' },
      });
      expect(await oauth.isActive(client, issued.accessToken)).toBe(true);
      expect(await oauth.isActive(client, issued.refreshToken)).toBe(true);
      await oauth.revoke(client, issued.refreshToken);
      expect(await isLive(issued.accessToken)).toBe(false);
    });

    it('comes without one on other terms', async () => {
      expect(await own({ policy: POLICY })).toMatchObject({ grant: null });
      expect((await own({ policy: POLICY })).refreshToken).toBeUndefined();
    });
  });

  describe('password', () => {
    let login: BuiltClient;
    beforeAll(async () => {
      login = await aClient(server, oauth.realm, { grantTypes: ['password'] });
    });

    it('takes the terms over, and comes with a refresh token when its pair is kept', async () => {
      const plain = await asUser(login, { policy: { grace: false }, attributes: { vertical: 'blue' } });
      expect(plain.grant).toMatchObject({ policy: { grace: false }, attributes: { vertical: 'blue' } });
      expect(plain.refreshToken).toBeUndefined();
      expect((await asUser(login, { keepPair: true })).refreshToken).toMatch(/^rgr_/);
    });

    it('gives a kept pair again with its time running, but to the right password alone', async () => {
      const first = await asUser(login, { keepPair: true });
      server.advance(7);
      const again = await asUser(login, { keepPair: true });
      expect(again).toMatchObject({ accessToken: first.accessToken, refreshToken: first.refreshToken });
      expect(again.expiresAt).toBe(first.expiresAt);
      const elapsed = first.expiresInSeconds - again.expiresInSeconds;
      expect([elapsed >= 7, elapsed < 120]).toEqual([true, true]);
      const wrong = asUser(login, { keepPair: true }, { ...user, password: 'wrong' });
      expect(await refusal(wrong)).toEqual(['invalid_grant', 'wrong_credentials']);
    });
  });

  describe('a refresh without the client', () => {
    it('rotates by the policy of the grant, whatever the client is registered for, and is recorded', async () => {
      const first = await own({ clientGrant: true, policy: POLICY });
      const second = await refresh(first.refreshToken);
      expect(second.refreshToken).not.toBe(first.refreshToken);
      expect([await isLive(first.accessToken), await isLive(second.accessToken)]).toEqual([false, true]);
      const metrics = await (await fetch(`${server.url}/metrics`)).text();
      expect(metrics).toMatch(/realmgate_tokens_issued_total\{grant_type="refresh_token"\} \d/);
    });

    it('keeps the refresh token where the policy says so', async () => {
      const first = await own({ clientGrant: true, policy: { ...POLICY, refreshTokens: 'reuse' } });
      const answers = [await refresh(first.refreshToken), await refresh(first.refreshToken)];
      expect(answers.map(({ refreshToken }) => refreshToken)).toEqual([first.refreshToken, first.refreshToken]);
    });

    it('rotates for a client that is registered for it', async () => {
      const capacity = await aClient(server, oauth.realm, { refreshWithoutAuthentication: true });
      const first = await asUser(capacity);
      const second = await refresh(first.refreshToken);
      expect(second.refreshToken).not.toBe(first.refreshToken);
    });

    it('tells why it is refused', async () => {
      const ordinary = await asUser(await aClient(server, oauth.realm));
      expect(await refusal(refresh(ordinary.refreshToken))).toEqual(['invalid_grant', 'not_allowed']);
      expect(await isLive(ordinary.refreshToken ?? '')).toBe(true);
      for (const unknown of ['', 'nonsense', `rgr_${'A'.repeat(51)}`, ordinary.accessToken]) {
        expect(await refusal(refresh(unknown))).toEqual(['invalid_grant', 'unknown']);
      }
      const used = await own({ clientGrant: true, policy: { ...POLICY, grace: false, onReuse: 'refuses' } });
      const next = await refresh(used.refreshToken);
      expect(await refusal(refresh(used.refreshToken))).toEqual(['invalid_grant', 'used']);
      await server.get(TokensService).revokeByHolder(oauth.realm, next.refreshToken ?? '', REQUEST);
      expect(await refusal(refresh(next.refreshToken))).toEqual(['invalid_grant', 'ended']);
    });

    it('tells that the token has expired', async () => {
      const shortLived = await aClient(server, oauth.realm, { refreshTokenValiditySeconds: 60 });
      const { refreshToken } = await own({ clientGrant: true, policy: POLICY }, shortLived);
      server.advance(60);
      expect(await refusal(refresh(refreshToken))).toEqual(['invalid_grant', 'expired']);
    });

    it('is refused for a client that is disabled, and for a token of another realm', async () => {
      const gone = await aClient(server, oauth.realm, { grantTypes: ['client_credentials'] });
      const { refreshToken = '' } = await own({ clientGrant: true, policy: POLICY }, gone);
      const elsewhere = { refreshToken, at: at(), request: REQUEST };
      const there = server.get(AuthorizationServer).refreshWithoutClient(await aRealm(server), elsewhere);
      expect(await refusal(there)).toEqual(['invalid_grant', 'unknown']);
      await server.get(ClientsService).update(oauth.realm, gone.clientId, { enabled: false });
      expect(await refusal(refresh(refreshToken))).toEqual(['invalid_grant', 'ended']);
    });

    it('is none of the standard endpoint for what only a dialect agreed to', async () => {
      const { refreshToken = '' } = await own({ clientGrant: true, policy: POLICY });
      const parameters = Object.entries({ grant_type: 'refresh_token', refresh_token: refreshToken });
      const command = { parameters, encoding: 'form', at: at(), request: REQUEST } as const;
      const asked = server.get(AuthorizationServer).token(oauth.realm, command);
      expect(await refusal(asked)).toEqual(['invalid_client', 'no_credentials']);
      expect(await isLive(refreshToken)).toBe(true);
    });
  });

  it('tells why a client is refused', async () => {
    const wrong = { ...client, secret: 'wrong' };
    expect(await refusal(own({}, wrong))).toEqual(['invalid_client', 'wrong_credentials']);
    const [authorization, parameters] = [basicOf(client), [['client_id', 'another']] as [string, string][]];
    const asked = server
      .get(AuthorizationServer)
      .authenticate(oauth.realm, { authorization, parameters, request: REQUEST });
    expect(await refusal(asked)).toEqual(['invalid_request', 'other_client']);
  });

  it('tells a refresh token of another client from the rest', async () => {
    const { refreshToken = '' } = await asUser(await aClient(server, oauth.realm));
    const asked = token(await aClient(server, oauth.realm), {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    });
    expect(await refusal(asked)).toEqual(['invalid_grant', 'other_client']);
  });
});

const basicOf = ({ clientId, secret }: BuiltClient): string =>
  `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`;
