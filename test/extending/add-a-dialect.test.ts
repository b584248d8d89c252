import { readFileSync } from 'node:fs';
import { ALL_DIALECTS } from '../../src/dialects/all-dialects.js';
import type { Dialect } from '../../src/dialects/dialect.js';
import type { BuiltClient } from '../support/builders.js';
import type { TestServer } from '../support/server.js';
import { QUILL } from './quill/quill.dialect.js';

const FILES = ['mapper', 'errors', 'controller', 'dialect'];

describe('a dialect of one folder and one line', () => {
  let server: TestServer;
  let client: BuiltClient;
  let issuer: string;
  let place: string;
  beforeAll(async () => {
    // The line of the guide; it has to be there before the modules are put together.
    (ALL_DIALECTS as Dialect[]).push(QUILL);
    const { startServer } = await import('../support/server.js');
    const { aClient, aRealm } = await import('../support/builders.js');
    server = await startServer();
    const realm = await aRealm(server);
    place = `/realms/${realm.name}/dialects/quill/tickets`;
    issuer = server.issuer(realm.name);
    client = await aClient(server, realm);
  });
  afterAll(() => server.close());

  const ask = async (body: unknown, path = place): Promise<{ status: number; text: string }> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, text: await response.text() };
  };

  it('gives a ticket that introspection of the standards knows', async () => {
    const { status, text } = await ask({ app: client.clientId, pass: client.secret });
    const { ticket, minutes } = JSON.parse(text) as { ticket: string; minutes: number };
    expect([status, minutes]).toEqual([200, 720]);
    const response = await fetch(`${issuer}/oauth/introspect`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${client.clientId}:${client.secret}`).toString('base64')}` },
      body: new URLSearchParams({ token: ticket }),
    });
    expect(await response.json()).toMatchObject({ active: true, client_id: client.clientId });
  });

  it('refuses in its own words; at its own path it knows the clients of the realm that it is bound to', async () => {
    const refused = { status: 401, text: '{"problem":"invalid_client"}' };
    expect(await ask({ app: client.clientId, pass: 'wrong' })).toEqual(refused);
    expect(await ask({ app: client.clientId, pass: client.secret }, '/quill/tickets')).toEqual(refused);
    expect(await ask({ app: 1 })).toEqual({ status: 400, text: '{"problem":"invalid_request"}' });
  });

  it.each(FILES)('stands in the guide as it was run here: quill.%s.ts', (name) => {
    const code = readFileSync(`test/extending/quill/quill.${name}.ts`, 'utf8')
      .replaceAll("'../../../src/dialects/", "'../")
      .replaceAll("'../../../src/", "'../../");
    expect(readFileSync('docs/add-a-dialect.md', 'utf8')).toContain(code);
  });
});
