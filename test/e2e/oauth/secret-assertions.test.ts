import { ClientsService } from '../../../src/clients/clients.service.js';
import type { NewClient } from '../../../src/clients/client.types.js';
import { assertionClaims, assertionForm, signedBySecret, type Claims } from '../../support/assertions.js';
import { aClient, aRealm, type BuiltClient } from '../../support/builders.js';
import { OAuth } from '../../support/oauth.js';
import { basic, postForm, type Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';

describe('clients that authenticate by a signed assertion', () => {
  let server: TestServer;
  let oauth: OAuth;
  let issuer: string;

  beforeAll(async () => {
    server = await startServer({
      settings: { CLIENT_FAILURES_PER_ADDRESS: '100000', CLIENT_FAILURES_PER_REALM: '100000' },
    });
    oauth = new OAuth(server, await aRealm(server));
    issuer = server.issuer(oauth.realm.name);
  });
  afterAll(() => server.close());

  const ask = (assertion: string): Promise<Answer> =>
    postForm(oauth.url('oauth/token'), { grant_type: 'client_credentials', ...assertionForm(assertion) });
  const statusOf = async (answer: Promise<Answer>): Promise<number> => (await answer).status;
  const claimsFor = ({ clientId }: BuiltClient, changes: Claims = {}): Claims =>
    assertionClaims(clientId, issuer, changes);

  describe('client_secret_jwt', () => {
    let client: BuiltClient;
    const late = (of: BuiltClient): Claims => claimsFor(of, { exp: Math.floor(Date.now() / 1000) + 75 });
    beforeAll(async () => {
      client = await aClient(server, oauth.realm, { tokenEndpointAuthMethods: ['client_secret_jwt'] });
    });

    it('lets a client in that signs with its secret, once', async () => {
      const assertion = signedBySecret(client.secret, late(client));
      expect(await statusOf(ask(assertion))).toBe(200);
      expect(await statusOf(ask(assertion))).toBe(401);
    });

    it('refuses another secret, the key of the realm, and the secret itself', async () => {
      for (const secret of [`${client.secret}x`, '', 'onesaitplatform'])
        expect(await statusOf(ask(signedBySecret(secret, late(client))))).toBe(401);
      const form = { grant_type: 'client_credentials' };
      expect(await statusOf(postForm(oauth.url('oauth/token'), form, basic(client)))).toBe(401);
    });

    it('req 45: asks for a secret as long as the hash', async () => {
      const input = { tokenEndpointAuthMethods: ['client_secret_jwt'] as NewClient['tokenEndpointAuthMethods'] };
      const short = aClient(server, oauth.realm, { ...input, clientSecret: 'x'.repeat(31) });
      await expect(short).rejects.toMatchObject({ code: 'invalid' });
      await expect(aClient(server, oauth.realm, { ...input, clientSecret: null })).rejects.toMatchObject({
        code: 'invalid',
      });
      const enough = await aClient(server, oauth.realm, { ...input, clientSecret: 'x'.repeat(32) });
      expect(await statusOf(ask(signedBySecret('x'.repeat(32), late(enough))))).toBe(200);
    });

    it('req 45: takes both secrets while one is changed for the other', async () => {
      const clients = server.get(ClientsService);
      const { clientSecret } = await clients.addSecret(oauth.realm, client.clientId, { expireOthersIn: 60 });
      expect(await statusOf(ask(signedBySecret(client.secret, late(client))))).toBe(200);
      expect(await statusOf(ask(signedBySecret(clientSecret, late(client))))).toBe(200);
      await clients.addSecret(oauth.realm, client.clientId, { expireOthersIn: 0 });
      expect(await statusOf(ask(signedBySecret(client.secret, late(client))))).toBe(401);
      expect(await statusOf(ask(signedBySecret(clientSecret, late(client))))).toBe(401);
    });

    it('takes no secret that was given before the client was registered to sign with it', async () => {
      const changed = await aClient(server, oauth.realm);
      const clients = server.get(ClientsService);
      await clients.update(oauth.realm, changed.clientId, { tokenEndpointAuthMethods: ['client_secret_jwt'] });
      expect(await statusOf(ask(signedBySecret(changed.secret, late(changed))))).toBe(401);
      const { clientSecret } = await clients.addSecret(oauth.realm, changed.clientId);
      expect(await statusOf(ask(signedBySecret(clientSecret, late(changed))))).toBe(200);
    });
  });
});
