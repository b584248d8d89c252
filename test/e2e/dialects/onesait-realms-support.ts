import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aUser, type BuiltUser } from '../../support/builders.js';
import { OAuth } from '../../support/oauth.js';
import { bearer, request, type Answer } from '../../support/requests.js';
import type { TestServer } from '../../support/server.js';
import { masterToken, tokenOf } from '../admin/support.js';

/** What a client of the realm API of onesait asks, with one token or none. */
export class RealmsApiClient {
  constructor(
    private readonly server: TestServer,
    private readonly headers: Record<string, string> = {},
  ) {}

  /** @param path below `/controlpanel/api/realms`, with its query */
  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    return request(`${this.server.url}/controlpanel/api/realms${path}`, {
      method,
      ...json,
      headers: { ...this.headers, ...type, ...headers },
    });
  }

  async status(method: string, path: string, body?: unknown): Promise<number> {
    return (await this.send(method, path, body)).status;
  }
}

export const as = (server: TestServer, token: string): RealmsApiClient => new RealmsApiClient(server, bearer(token));

/** As the administrator client of `master`, without any scope: this API asks for none. */
export const asPlatform = async (server: TestServer): Promise<RealmsApiClient> =>
  as(server, await masterToken(server, ''));

/** As a user who signs in through a client of the realm. */
export async function asUser(server: TestServer, realm: Realm, user: BuiltUser, client = {}): Promise<RealmsApiClient> {
  const built = await aClient(server, realm, client);
  return as(server, await tokenOf(new OAuth(server, realm).password(built, user)));
}

/** As a client of the realm that acts for itself. */
export async function asClient(server: TestServer, realm: Realm, client: object): Promise<RealmsApiClient> {
  const built = await aClient(server, realm, client);
  return as(server, await tokenOf(new OAuth(server, realm).clientCredentials(built)));
}

export const asNewUser = async (server: TestServer, realm: Realm, roles: string[] = []): Promise<RealmsApiClient> =>
  asUser(server, realm, await aUser(server, realm, { roles }));
