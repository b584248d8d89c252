import { request as callPlainly } from 'node:http';
import type { Realm } from '../../../../src/realms/realm.types.js';
import { aClient, type BuiltUser } from '../../../support/builders.js';
import { basic, bearer, postForm, request } from '../../../support/requests.js';
import type { TestServer } from '../../../support/server.js';

const SCOPES = ['openid', 'conn:proxy', 'conn:token', 'conn:connect', 'conn:self'];
/** For as long no refresh follows another one, or the connection itself. */
export const HALF_A_MINUTE = 31;

interface Situation {
  readonly server: TestServer;
  readonly realm: Realm;
  readonly connection: { readonly id: string };
  readonly token: string;
}

/** Calls through the connection that there is at the time, with the token that there is. */
export function callsThrough(now: () => Situation) {
  const tokenOf = async (form: Record<string, string>): Promise<string> => {
    const { server, realm } = now();
    const client = await aClient(server, realm, { scopes: SCOPES });
    const credentials = basic(client);
    const { body } = await postForm(`${server.issuer(realm.name)}/oauth/token`, form, credentials);
    return String(body['access_token']);
  };
  const ofService = (scope: string): Promise<string> => tokenOf({ grant_type: 'client_credentials', scope });
  const ofUser = ({ username, password }: BuiltUser, scope: string): Promise<string> =>
    tokenOf({ grant_type: 'password', username, password, scope });
  const proxy = (path: string): string => {
    const { server, realm, connection } = now();
    return `${server.issuer(realm.name)}/connections/${connection.id}/proxy/${path}`;
  };
  const call = (path: string, init: RequestInit = {}) =>
    request(proxy(path), { ...init, headers: { ...bearer(now().token), ...init.headers } });
  /** As no client library would write it. */
  const callRaw = (path: string, headers: Record<string, string> = {}): Promise<number> =>
    new Promise((resolve, reject) => {
      const { hostname, port, pathname } = new URL(proxy(''));
      const all = { ...bearer(now().token), ...headers };
      const sent = callPlainly({ hostname, port, path: pathname + path, headers: all });
      sent.on('response', (response) => resolve(response.resume().statusCode ?? 0)).on('error', reject);
      sent.end();
    });
  return { ofService, ofUser, proxy, call, callRaw };
}
