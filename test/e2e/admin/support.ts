import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aUser, type BuiltClient } from '../../support/builders.js';
import { OAuth } from '../../support/oauth.js';
import { request, bearer, postForm, basic, type Answer } from '../../support/requests.js';
import { ADMIN_SECRET, type TestServer } from '../../support/server.js';

export const ADMIN_SCOPE = 'admin:read admin:write';

/** What tests ask of the admin API, with one token. */
export class Admin {
  constructor(
    private readonly server: TestServer,
    readonly token: string,
  ) {}

  /** @param path below `/admin/v1`, with its query */
  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    return request(`${this.server.url}/admin/v1${path}`, {
      method,
      ...json,
      headers: { ...bearer(this.token), ...type, ...headers },
    });
  }

  get(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body: unknown = {}): Promise<Answer> {
    return this.send('POST', path, body);
  }

  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.send('PATCH', path, body, headers);
  }

  put(path: string, body: unknown): Promise<Answer> {
    return this.send('PUT', path, body);
  }

  delete(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }
}

export async function tokenOf(answer: Promise<Answer>): Promise<string> {
  const { status, body, text } = await answer;
  if (status !== 200) throw new Error(`No token: ${status} ${text}`);
  return String(body['access_token']);
}

/** A token of the administrator client of `master`. */
export const masterToken = (server: TestServer, scope = ADMIN_SCOPE): Promise<string> =>
  tokenOf(
    postForm(
      `${server.issuer('master')}/oauth/token`,
      { grant_type: 'client_credentials', scope },
      basic({ clientId: 'realmgate-admin', secret: ADMIN_SECRET }),
    ),
  );

export const masterAdmin = async (server: TestServer): Promise<Admin> => new Admin(server, await masterToken(server));

/** The entries of a list. */
export const itemsOf = ({ body }: Answer): Record<string, unknown>[] => body['items'] as Record<string, unknown>[];

/** The fields that a refusal names. */
export const refusedFields = ({ body }: Answer): string[] =>
  ((body['errors'] ?? []) as { field: string }[]).map(({ field }) => field);

/** Who may come to the admin API, beside the administrator client. */
export function actorsOf(server: () => TestServer) {
  const adminClient = (realm: Realm, roles: string[] = [], more: object = {}): Promise<BuiltClient> =>
    aClient(server(), realm, { scopes: ['openid', 'admin:read', 'admin:write'], roles, ...more });

  /** As a client of the realm that acts for itself. */
  async function asClient(realm: Realm, roles: string[] = [], scope = ADMIN_SCOPE, more: object = {}): Promise<Admin> {
    const client = await adminClient(realm, roles, more);
    return new Admin(server(), await tokenOf(new OAuth(server(), realm).clientCredentials(client, { scope })));
  }

  /** As a user of the realm. */
  async function asUser(realm: Realm, roles: string[] = [], scope = ADMIN_SCOPE): Promise<Admin> {
    const [client, user] = [await adminClient(realm), await aUser(server(), realm, { roles })];
    return new Admin(server(), await tokenOf(new OAuth(server(), realm).password(client, user, { scope })));
  }

  return { adminClient, asClient, asUser };
}
