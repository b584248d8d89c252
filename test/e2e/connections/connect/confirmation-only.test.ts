import type { ConnectionConfig } from '../../../../src/connections/configs/config.types.js';
import { sessionCookie } from '../../../../src/http/browser.js';
import { RealmsService } from '../../../../src/realms/realms.service.js';
import { aUser } from '../../../support/builders.js';
import { Connecting, RETURN_URL } from '../../../support/connecting.js';
import { pageOf, responseOf } from '../../../support/form-browser.js';
import type { SuiteProvider } from '../../../support/providers/suite-provider.js';
import type { TravellingBrowser } from '../../../support/providers/travelling-browser.js';
import type { Answer } from '../../../support/requests.js';
import type { TestServer } from '../../../support/server.js';

const NO_CHALLENGE = { completionChallenge: undefined };

describe('a service that has its user do no more than confirm', () => {
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
  });
  afterAll(async () => {
    await server.close();
    await provider.close();
  });

  const allow = (connectConfirmationOnly = true): Promise<unknown> =>
    server.get(RealmsService).update(connecting.realm.name, { connectConfirmationOnly });
  const asked = async (body: object): Promise<Answer> =>
    connecting.api('/sessions', await connecting.serviceToken('conn:connect conn:manage'), 'POST', body);
  const begun = (): Promise<{ id: string; url: string }> => connecting.apiSession(config, NO_CHALLENGE);
  const nothing = async (faults: readonly string[]): Promise<void> => {
    expect([connecting.exchanges(), await connecting.connections()]).toEqual([0, []]);
    expect(await connecting.faults()).toEqual(faults);
  };

  it('cannot do so unless the realm says so', async () => {
    expect(connecting.realm.connectConfirmationOnly).toBe(false);
    const { status, body } = await asked({ config: config.id, userId: connecting.user.id });
    expect([status, body['errors']]).toEqual([400, [expect.objectContaining({ field: 'completionChallenge' })]]);
  });

  it('has the user sign in and confirm, and it is saved', async () => {
    await allow();
    const { id, url } = await begun();
    const login = pageOf(await browser.open(url));
    expect(login.url.pathname).toBe(`/realms/${connecting.realm.name}/login`);
    const { username, password, email } = connecting.user;
    const page = pageOf(await browser.submit(login, { username, password }));
    expect([page.url.href, page.html.includes(email ?? 'none')]).toEqual([url, true]);
    expect(await connecting.connections()).toEqual([]);
    const response = responseOf(await browser.submit(page, {}, { button: ['decision', 'allow'] }));
    const [connection] = await connecting.connections();
    expect(response).toEqual({ session_id: id, status: 'connected', connection_id: connection?.id });
    expect(connection).toMatchObject({ owner: { userId: connecting.user.id }, createdBy: connecting.service.clientId });
    const told = await connecting.api(`/sessions/${id}`, await connecting.serviceToken());
    expect(told.body).toMatchObject({ status: 'completed', connectionId: connection?.id });
  });

  it('is told by a page of this server that it is done, where it has named no other', async () => {
    await allow();
    await connecting.signIn(browser);
    const { url } = await connecting.apiSession(config, { ...NO_CHALLENGE, returnUrl: undefined });
    const page = pageOf(await connecting.connect(browser, url));
    expect([page.url.pathname, await connecting.connections()]).toEqual([
      `/realms/${connecting.realm.name}/connect/done`,
      [expect.anything()],
    ]);
  });

  it('may complete by a verifier all the same, and then nothing else saves', async () => {
    await allow();
    const { id, url, verifier } = await connecting.apiSession(config);
    expect(responseOf(await connecting.connect(browser, url))['status']).toBe('completion_required');
    expect(await connecting.connections()).toEqual([]);
    expect((await connecting.complete(id, verifier)).status).toBe(200);
  });

  it('needs the verifier where no user is named, and for what is the realm’s own', async () => {
    await allow();
    const shared = await connecting.config({ connectionLevel: 'realm' });
    const refused = [
      await asked({ config: config.id }),
      await asked({ config: shared.id }),
      await asked({ config: shared.id, userId: connecting.user.id }),
    ];
    const fields = refused.map(({ body }) => (body['errors'] as { field: string }[])[0]?.field);
    expect(fields).toEqual(['userId', 'completionChallenge', 'completionChallenge']);
  });

  it('reaches nobody who is signed in as somebody else', async () => {
    await allow();
    await connecting.signIn(browser, await aUser(server, connecting.realm));
    const ofUser = await connecting.userSession(config);
    const pages = [pageOf(await browser.open((await begun()).url)), pageOf(await browser.open(ofUser.url))];
    expect(pages.map(({ status }) => status)).toEqual([403, 403]);
    expect(pages[0]?.html).not.toContain(connecting.user.email);
    await nothing(['other_user', 'other_user']);
  });

  it('gets nothing by an answer in another sign-in, in another browser, or after the user has left', async () => {
    await allow();
    await connecting.signIn(browser);
    const tab = connecting.tabOf(browser);
    const name = sessionCookie(connecting.realm.name);
    const own = tab.cookies.get(name) ?? '';
    const out = async (): Promise<URL> => connecting.outbound(browser, (await begun()).url);
    const [first, second, third] = [await out(), await out(), await out()];
    const other = connecting.browser();
    await connecting.signIn(other);
    expect(pageOf(await connecting.tabOf(other).open(first)).status).toBe(403);
    tab.cookies.set(name, connecting.tabOf(other).cookies.get(name) ?? '');
    expect(pageOf(await tab.open(second)).status).toBe(403);
    tab.cookies.delete(name);
    expect(pageOf(await tab.open(third)).status).toBe(403);
    tab.cookies.set(name, own);
    await nothing(['other_user_session', 'other_user_session', 'other_browser']);
  });

  it('gets nothing any more once the realm has taken that back', async () => {
    await allow();
    await connecting.signIn(browser);
    const { id, url } = await begun();
    const answer = await connecting.outbound(browser, url);
    await allow(false);
    expect(pageOf(await browser.open(url)).status).toBe(410);
    expect(pageOf(await browser.open(answer)).status).toBe(403);
    await nothing(['confirmation_off']);
    const { status } = await connecting.complete(id, 'x'.repeat(43));
    expect(status).toBe(404);
  });

  it('asks about another account at the page, as for a session of the user', async () => {
    await allow();
    config = await connecting.config({ multi: 'many' });
    await connecting.signIn(browser);
    await connecting.connect(browser, (await begun()).url);
    const [first] = await connecting.connections();
    provider.behave({ account: { id: 'account-2', name: 'eve@provider.example' } });
    const { url } = await connecting.apiSession(config, { ...NO_CHALLENGE, connectionId: first?.id });
    const page = pageOf(await connecting.connect(browser, url));
    const done = await browser.submit(page, {}, { button: ['decision', 'add'] });
    expect(responseOf(done)).toMatchObject({ status: 'connected' });
    expect(await connecting.connections()).toHaveLength(2);
  });

  it('goes back to nowhere that its client has not registered', async () => {
    await allow();
    const { status } = await asked({ config: config.id, userId: connecting.user.id, returnUrl: `${RETURN_URL}/other` });
    expect(status).toBe(403);
  });
});
