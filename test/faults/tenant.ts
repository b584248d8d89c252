import type { ServerProcess } from '../support/server-process.js';
import { AdminCalls, OAuthCalls } from './oauth-calls.js';

const SECRET = 'secret-of-the-client-under-test';
const GRACE_SECONDS = 300;

/** A user who can sign in by password. */
export const USER = { username: 'ada', password: 'a password that nobody guesses' };

/** A realm with one client for opaque tokens and one for JWTs, and a user. */
export interface Tenant {
  readonly admin: AdminCalls;
  readonly realm: string;
  readonly opaque: OAuthCalls;
  readonly jwt: OAuthCalls;
}

/** The grace window is long, so that a repeat after a restart on a busy machine still falls into it. */
export async function makeTenant(server: ServerProcess, realm: string): Promise<Tenant> {
  const admin = await AdminCalls.signIn(server);
  await admin.post('/realms', { name: realm, refreshGraceSeconds: GRACE_SECONDS });
  for (const format of ['opaque', 'jwt']) {
    await admin.post(`/realms/${realm}/clients`, {
      clientId: format,
      clientSecret: SECRET,
      grantTypes: ['client_credentials', 'password', 'refresh_token'],
      accessTokenFormat: format,
    });
  }
  await admin.post(`/realms/${realm}/users`, USER);
  return { admin, ...clientsOf(server, realm) };
}

/** The same clients at another server over the same database. */
export const clientsOf = (server: ServerProcess, realm: string): Omit<Tenant, 'admin'> => ({
  realm,
  opaque: new OAuthCalls(server, realm, { id: 'opaque', secret: SECRET }),
  jwt: new OAuthCalls(server, realm, { id: 'jwt', secret: SECRET }),
});
