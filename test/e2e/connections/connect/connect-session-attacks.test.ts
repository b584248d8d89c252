import type { ConnectionConfig } from '../../../../src/connections/configs/config.types.js';
import { aUser } from '../../../support/builders.js';
import { atOnce } from '../../../support/at-once.js';
import { Connecting } from '../../../support/connecting.js';
import { pageOf } from '../../../support/form-browser.js';
import type { SuiteProvider } from '../../../support/providers/suite-provider.js';
import type { TravellingBrowser } from '../../../support/providers/travelling-browser.js';
import type { TestServer } from '../../../support/server.js';

describe('attacks on connecting', () => {
  let server: TestServer;
  let provider: SuiteProvider;
  let connecting: Connecting;
  let config: ConnectionConfig;
  let browser: TravellingBrowser;
  beforeAll(async () => {
    ({ server, provider } = await Connecting.start());
  });
  beforeEach(async () => {
    provider.forget();
    connecting = await Connecting.open(server, provider);
    config = await connecting.config();
    browser = connecting.browser();
    await connecting.signIn(browser);
  });
  afterAll(async () => {
    await server.close();
    await provider.close();
  });

  describe('with links', () => {
    it('lets nobody see the page of a session that is for somebody else', async () => {
      const { url } = await connecting.userSession(config);
      const eve = connecting.browser();
      await connecting.signIn(eve, await aUser(server, connecting.realm));
      const page = pageOf(await eve.open(url));
      expect([page.status, page.html.includes(connecting.user.email ?? '')]).toEqual([403, false]);
      expect(await connecting.faults()).toEqual(['other_user']);
    });

    it('sends no form on that was not made for this browser', async () => {
      const { url } = await connecting.userSession(config);
      const page = pageOf(await browser.open(url));
      const thief = connecting.browser();
      await connecting.signIn(thief);
      const sent = await connecting.tabOf(thief).submit(page, {}, { button: ['decision', 'allow'] });
      expect(pageOf(sent).status).toBe(403);
      expect(provider.callsOf('authorize')).toHaveLength(0);
    });

    it('goes back to nowhere that the client has not registered', async () => {
      const token = await connecting.tokenOf();
      for (const field of ['returnUrl', 'errorUrl']) {
        const body = { config: config.id, [field]: 'https://evil.example/' };
        const answer = await connecting.api('/sessions', token, 'POST', body);
        expect([answer.status, answer.body['code']]).toEqual([403, 'return_url_not_allowed']);
        expect(answer.body['errors']).toEqual([{ field, message: 'is not a redirect URI of the client' }]);
      }
    });

    it('connects nothing for a user that an application names and that is not its own', async () => {
      const eve = await aUser(server, connecting.realm);
      const body = { config: config.id, userId: eve.id };
      const answer = await connecting.api('/sessions', await connecting.tokenOf(), 'POST', body);
      expect([answer.status, answer.body['code']]).toEqual([400, 'invalid']);
    });
  });

  describe('on services', () => {
    it('completes nothing with another verifier, or for another client', async () => {
      const { id, url, verifier } = await connecting.apiSession(config);
      const away = connecting.browser();
      await connecting.connect(away, url);
      const wrong = await connecting.complete(id, 'x'.repeat(43));
      expect([wrong.status, wrong.body['code']]).toEqual([403, 'binding_failed']);
      const byUser = await connecting.api(`/sessions/${id}/complete`, await connecting.tokenOf(), 'POST', {
        completionVerifier: verifier,
      });
      expect(byUser.status).toBe(403);
      expect([await connecting.connections(), await connecting.faults()]).toEqual([[], ['other_verifier']]);
      expect((await connecting.complete(id, verifier)).status).toBe(200);
    });

    it('completes a session once, however many try at the same time', async () => {
      const { id, url, verifier } = await connecting.apiSession(config);
      await connecting.connect(connecting.browser(), url);
      const answers = await atOnce(10, () => connecting.complete(id, verifier));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(await connecting.connections()).toHaveLength(1);
    });

    it('lets nobody in who is signed in as somebody else than the service has named', async () => {
      const { url } = await connecting.apiSession(config);
      const eve = connecting.browser();
      await connecting.signIn(eve, await aUser(server, connecting.realm));
      expect(pageOf(await eve.open(url)).status).toBe(403);
    });

    it('hides sessions of others', async () => {
      const { id } = await connecting.apiSession(config);
      const elsewhere = await Connecting.open(server, provider);
      const foreign = await elsewhere.api(`/sessions/${id}`, await elsewhere.serviceToken());
      const byUser = await connecting.api(`/sessions/${id}`, await connecting.tokenOf());
      expect([foreign.status, byUser.status]).toEqual([404, 404]);
    });
  });
});
