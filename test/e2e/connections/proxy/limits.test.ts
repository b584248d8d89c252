import { once } from 'node:events';
import { connect } from 'node:net';
import type { Connection } from '../../../../src/connections/vault/connection.types.js';
import type { Realm } from '../../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser } from '../../../support/builders.js';
import { connectedApp } from '../../../support/connected.js';
import { basic, bearer, postForm, request, type Answer } from '../../../support/requests.js';
import { startServer, type TestServer } from '../../../support/server.js';
import { UpstreamApi } from '../../../support/upstream-api.js';

const LIMITS = {
  CONN_CALLS_PER_MINUTE: '3',
  CONN_REALM_CALLS_PER_MINUTE: '5',
  CONN_PROXY_BODY_MIB: '1',
  CONN_PROXY_SECONDS: '1',
};
const TOO_MUCH = Buffer.alloc(1024 * 1024 + 1, 'x');

describe('calls through a connection, within limits that an operator has set', () => {
  let api: UpstreamApi;
  let server: TestServer;
  let realm: Realm;
  let connections: Connection[];
  let token: string;

  const pathOf = ({ id }: Connection): string => `/realms/${realm.name}/connections/${id}`;
  const call = (connection: Connection, init: RequestInit = {}): Promise<Answer> =>
    request(`${server.url}${pathOf(connection)}/proxy/a`, { ...init, headers: bearer(token) });
  const statusesOf = async (count: number, connection: Connection): Promise<number[]> => {
    const statuses: number[] = [];
    for (let made = 0; made < count; made++) statuses.push((await call(connection)).status);
    return statuses;
  };

  beforeAll(async () => {
    api = await UpstreamApi.open();
    server = await startServer({ settings: { EGRESS_ALLOW: api.authority, ...LIMITS } });
  });
  beforeEach(async () => {
    api.reset();
    realm = await aRealm(server);
    const client = await aClient(server, realm, { scopes: ['conn:proxy', 'conn:token'] });
    const form = { grant_type: 'client_credentials', scope: 'conn:proxy conn:token' };
    const { body } = await postForm(`${server.issuer(realm.name)}/oauth/token`, form, basic(client));
    token = String(body['access_token']);
    const app = await connectedApp(server, realm, api, { tokenRelease: 'service' });
    const users = [await aUser(server, realm), await aUser(server, realm)];
    connections = await Promise.all(users.map(({ id: userId }) => app.connect({ kind: 'user', userId })));
  });
  afterAll(async () => {
    await server.close();
    await api.close();
  });

  it('are so many a minute by one connection, and so many of a realm', async () => {
    const [one, other] = connections as [Connection, Connection];
    expect(await statusesOf(4, one)).toEqual([200, 200, 200, 429]);
    expect(await statusesOf(3, other)).toEqual([200, 200, 429]);
    expect(api.calls).toHaveLength(5);
  });

  it('are counted together with tokens that are handed out', async () => {
    const [one] = connections as [Connection];
    expect(await statusesOf(3, one)).toEqual([200, 200, 200]);
    expect((await request(`${server.url}${pathOf(one)}/token`, { headers: bearer(token) })).status).toBe(429);
  });

  it('are counted before anything of their body is read', async () => {
    const [one] = connections as [Connection];
    await statusesOf(3, one);
    const { hostname, port, host } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    const head = [
      `POST ${pathOf(one)}/proxy/a HTTP/1.1`,
      `Host: ${host}`,
      `Authorization: Bearer ${token}`,
      'Content-Type: text/plain',
      'Content-Length: 1000',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\nbeginning`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 429 /);
  });

  it('and their answers have a size', async () => {
    const [one, other] = connections as [Connection, Connection];
    expect((await call(one, { method: 'POST', body: TOO_MUCH })).status).toBe(413);
    api.handler = (_call, response) => void response.end(TOO_MUCH);
    const answer = await call(other);
    expect([answer.status, answer.body['code']]).toEqual([502, 'provider_error']);
  });

  it('end in time', async () => {
    api.handler = () => undefined;
    const { status, body } = await call(connections[0] as Connection);
    expect([status, body['code']]).toEqual([504, 'provider_timeout']);
  });
});
