import { readFileSync } from 'node:fs';
import { RealmsService } from '../../../src/realms/realms.service.js';
import { aUser } from '../../support/builders.js';
import type { Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { as, asPlatform, asUser, RealmsApiClient } from './onesait-realms-support.js';

interface Exchange {
  readonly name: string;
  readonly request: { readonly method: string; readonly path: string; readonly as?: string; readonly body?: unknown };
  /** A text, an object or array, or absent for an empty body. `<time>` and `<id>` stand for what is new each time. */
  readonly answer: { readonly status: number; readonly body?: unknown };
}

const FILE = 'src/dialects/onesait/realms-api/fixtures/exchanges.json';
const EXCHANGES = JSON.parse(readFileSync(FILE, 'utf8')) as Exchange[];

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

let server: TestServer;
const callers = new Map<string, RealmsApiClient>();
beforeAll(async () => {
  server = await startServer();
  callers.set('nobody', new RealmsApiClient(server));
  callers.set('stranger', as(server, `rga_${'A'.repeat(51)}`));
  callers.set('platform', await asPlatform(server));
});
afterAll(() => server.close());

/** The users of realm `shop`, made when the first of them speaks: by then the realm is there. */
async function furnish(): Promise<void> {
  const realm = await server.get(RealmsService).get('shop');
  const boss = await aUser(server, realm, { username: 'boss', roles: ['realm-admin'] });
  const alice = await aUser(server, realm, {
    username: 'alice',
    fullName: 'Alice Liddell',
    email: 'alice@example.com',
    attributes: { team: 'reports' },
  });
  await aUser(server, realm, { username: 'bob', enabled: false });
  await aUser(server, realm, { username: 'carol', email: 'carol@example.com' });
  callers.set('boss', await asUser(server, realm, boss));
  callers.set('alice', await asUser(server, realm, alice));
}

async function caller(name = 'nobody'): Promise<RealmsApiClient> {
  if (!callers.has(name)) await furnish();
  return callers.get(name) ?? new RealmsApiClient(server);
}

/** How a body looks on the wire, member by member in their order. */
const textOf = (body: unknown): string =>
  body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);

const typeOf = (body: unknown): string | null =>
  body === undefined ? null : `${typeof body === 'string' ? 'text/plain' : 'application/json'}; charset=utf-8`;

const steady = ({ text }: Answer): string => text.replace(UUID, '<id>').replace(TIME, '<time>');

describe('the realm API of onesait, one request after the other', () => {
  it.each(EXCHANGES)('$name', async ({ request: { method, path, as: name, body }, answer }) => {
    const got = await (await caller(name)).send(method, path, body);
    expect([got.status, steady(got)]).toEqual([answer.status, textOf(answer.body)]);
    expect(got.headers.get('content-type')).toBe(typeOf(answer.body));
    expect(got.headers.get('cache-control')).toBe('no-store');
    expect(got.headers.get('www-authenticate')).toBe(answer.status === 401 ? 'Bearer' : null);
  });
});
