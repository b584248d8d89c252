import { readFileSync } from 'node:fs';
import { ALL_GRANTS } from '../../src/oauth/grants/all-grants.js';
import type { Realm } from '../../src/realms/realm.types.js';
import type { BuiltClient } from '../support/builders.js';
import type { TestServer } from '../support/server.js';
import { VoucherGrant } from './voucher.grant.js';

const VOUCHER = 'https://grants.example.com/voucher';

describe('a grant of one file and one line', () => {
  let server: TestServer;
  let realm: Realm;
  let client: BuiltClient;
  let builders: typeof import('../support/builders.js');
  beforeAll(async () => {
    // The line of the guide; it has to be there before the modules are put together.
    ALL_GRANTS.push(VoucherGrant);
    const { startServer } = await import('../support/server.js');
    builders = await import('../support/builders.js');
    server = await startServer();
    realm = await builders.aRealm(server);
    client = await builders.aClient(server, realm, { grantTypes: [VOUCHER] });
  });
  afterAll(() => server.close());

  const ask = async (
    by: BuiltClient,
    parameters: Record<string, string>,
  ): Promise<{ status: number; body: Answer }> => {
    const response = await fetch(`${server.issuer(realm.name)}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${by.clientId}:${by.secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: VOUCHER, ...parameters }),
    });
    return { status: response.status, body: (await response.json()) as Answer };
  };
  type Answer = Record<string, unknown>;

  it('issues tokens that introspection knows', async () => {
    const { status, body } = await ask(client, { voucher: 'open-sesame', scope: 'profile' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', scope: 'profile', expires_in: 43200 });
  });

  it('is in the metadata', async () => {
    const response = await fetch(`${server.issuer(realm.name)}/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({ grant_types_supported: expect.arrayContaining([VOUCHER]) });
  });

  it('refuses a bad voucher, a missing one, and a client that was not given the grant', async () => {
    const other = await builders.aClient(server, realm);
    expect((await ask(client, { voucher: 'abracadabra' })).body.error).toBe('invalid_grant');
    expect((await ask(client, {})).body.error).toBe('invalid_request');
    expect((await ask(other, { voucher: 'open-sesame' })).body.error).toBe('unauthorized_client');
  });

  it('stands in the guide as it was run here', () => {
    const code = readFileSync('test/extending/voucher.grant.ts', 'utf8')
      .replaceAll("'../../src/oauth/grants/", "'./")
      .replaceAll("'../../src/oauth/", "'../")
      .replaceAll("'../../src/", "'../../");
    expect(readFileSync('docs/add-a-grant.md', 'utf8')).toContain(code);
  });
});
