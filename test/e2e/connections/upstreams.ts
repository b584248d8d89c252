import { GitHubStandIn } from '../../support/providers/github-stand-in.js';
import { OidcProvider } from '../../support/providers/oidc-provider.js';
import { RealmgateProvider } from '../../support/providers/realmgate-provider.js';
import { SuiteProvider } from '../../support/providers/suite-provider.js';
import { freePort } from '../../support/server.js';
import { accountAt, proxyTo, revokeAt, suiteConfig, type ConnectOptions, type KnownProvider } from './support.js';

/** A provider as a journey goes through it. */
export interface Upstream extends KnownProvider {
  /** Of the config. */
  readonly config: Record<string, unknown>;
  /** What a user does there, beside being sent back. */
  readonly signIn?: ConnectOptions['signIn'];
  /** A path of its API that tells whose account it is, and what it says then. */
  readonly api: { readonly path: string; readonly says: Record<string, unknown> };
  /** Registers the callback, which is known once there is a config. */
  admit(callbackUrl: string): Promise<void>;
  /** Its API refuses that access token from now on; the grant goes on. */
  endAccess(token: string): Promise<void>;
  isLive(token: string): Promise<boolean>;
  close(): Promise<void>;
}

const asItIs = (): Promise<void> => Promise.resolve();

async function suite(): Promise<Upstream> {
  const provider = await SuiteProvider.open();
  return {
    url: provider.url,
    authority: provider.authority,
    config: suiteConfig(provider),
    api: { path: 'things', says: { account: 'account-1', url: '/api/things' } },
    admit: asItIs,
    endAccess: (token) => Promise.resolve(void provider.grants.byAccessToken(token)?.accessTokens.delete(token)),
    isLive: (token) => Promise.resolve(provider.grants.byAccessToken(token) !== null),
    close: () => provider.close(),
  };
}

async function github(): Promise<Upstream> {
  const provider = await GitHubStandIn.open();
  const { url, client } = provider;
  const basicOfClient = Buffer.from(`${client.clientId}:${client.secret}`).toString('base64');
  return {
    url,
    authority: provider.authority,
    config: {
      name: 'GitHub',
      linkUrl: `${url}/login/oauth/authorize`,
      tokenUrl: `${url}/login/oauth/access_token`,
      scopes: ['read:user', 'repo'],
      clientId: client.clientId,
      clientSecret: client.secret,
      terminalErrors: ['bad_refresh_token'],
      paths: { accountId: '$.id', accountLabel: '$.login', refreshExpiresIn: '$.refresh_token_expires_in' },
      testRequest: accountAt(`${url}/user`),
      revoke: {
        ...accountAt(`${url}/applications/{{client_id}}/grant`),
        method: 'DELETE',
        headers: { Authorization: `Basic ${basicOfClient}` },
        body: '{"access_token": {{access_token}}}',
        bodyFormat: 'json',
      },
      proxy: proxyTo(url),
    },
    api: { path: 'user', says: { login: 'octocat', id: 583_231 } },
    admit: asItIs,
    endAccess: (token) => Promise.resolve(void provider.grants.byAccessToken(token)?.accessTokens.delete(token)),
    isLive: (token) => Promise.resolve(provider.grants.byAccessToken(token) !== null),
    close: () => provider.close(),
  };
}

async function realmgate(): Promise<Upstream> {
  const provider = await RealmgateProvider.open();
  return {
    url: provider.url,
    authority: provider.authority,
    config: {
      name: 'Another Realmgate',
      linkUrl: provider.endpoint('oauth/authorize'),
      tokenUrl: provider.endpoint('oauth/token'),
      scopes: ['openid', 'profile', 'offline_access'],
      clientId: provider.client.clientId,
      clientSecret: provider.client.secret,
      clientAuth: 'basic',
      issuer: provider.issuer,
      revoke: revokeAt(provider.endpoint('oauth/revoke')),
      testRequest: accountAt(provider.endpoint('userinfo')),
      paths: { accountId: '$.sub', accountLabel: '$.preferred_username' },
      proxy: proxyTo(provider.issuer),
    },
    signIn: provider.person,
    api: { path: 'userinfo', says: { preferred_username: provider.person.username } },
    admit: (callbackUrl) => provider.allowRedirect(callbackUrl),
    endAccess: (token) => provider.endAccess(token),
    isLive: (token) => provider.isActive(token),
    close: () => provider.close(),
  };
}

/** It wants to know its callbacks before it listens, and its config where it will listen. */
async function oidcProvider(): Promise<Upstream> {
  const port = await freePort();
  const authority = `127.0.0.1:${port}`;
  const url = `http://${authority}`;
  let provider: OidcProvider | undefined;
  const opened = (): OidcProvider => {
    if (!provider) throw new Error('Nobody was admitted yet.');
    return provider;
  };
  return {
    url,
    authority,
    config: {
      name: 'oidc-provider',
      linkUrl: `${url}/auth`,
      tokenUrl: `${url}/token`,
      scopes: ['openid', 'profile', 'email'],
      clientId: OidcProvider.client.clientId,
      clientSecret: OidcProvider.client.secret,
      clientAuth: 'basic_rfc6749',
      issuer: url,
      revoke: {
        ...revokeAt(`${url}/token/revocation`),
        headers: { Authorization: basicHeader(OidcProvider.client) },
        body: '{"token": {{refresh_token}}}',
      },
      testRequest: accountAt(`${url}/me`),
      paths: { accountId: '$.sub', accountLabel: '$.email' },
      proxy: proxyTo(url),
    },
    api: { path: 'me', says: { name: 'Ada Lovelace', email: 'ada@example.com' } },
    admit: async (callbackUrl) => {
      provider = await OidcProvider.open([callbackUrl], port);
    },
    endAccess: (token) => opened().endAccess(token),
    isLive: (token) => opened().isActive(token),
    close: () => opened().close(),
  };
}

const basicHeader = ({ clientId, secret }: { clientId: string; secret: string }): string =>
  `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`;

export const UPSTREAMS: readonly (readonly [name: string, open: () => Promise<Upstream>])[] = [
  ['the provider of the suite', suite],
  ['the stand-in of GitHub', github],
  ['this server in another process', realmgate],
  ['oidc-provider', oidcProvider],
];
