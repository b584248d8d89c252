import { AppsService } from '../../../../src/connections/apps/apps.service.js';
import { ConfigsService } from '../../../../src/connections/configs/configs.service.js';
import type { ConnectionConfig } from '../../../../src/connections/configs/config.types.js';
import { ConnectSweep } from '../../../../src/connections/connect/connect-sweep.service.js';
import { Sql } from '../../../../src/database/sql.js';
import { sessionCookie } from '../../../../src/http/browser.js';
import { idToBytes } from '../../../../src/kernel/ids.js';
import { aUser } from '../../../support/builders.js';
import { atOnce } from '../../../support/at-once.js';
import { Connecting, RETURN_URL } from '../../../support/connecting.js';
import { departureOf, pageOf, responseOf, type Arrival, type ShownPage } from '../../../support/form-browser.js';
import type { SuiteProvider } from '../../../support/providers/suite-provider.js';
import type { TravellingBrowser } from '../../../support/providers/travelling-browser.js';
import { postForm, type Answer } from '../../../support/requests.js';
import type { TestServer } from '../../../support/server.js';

const EVE = { id: 'account-2', name: 'eve@provider.example' };

describe('coming back with another account than the one to be renewed', () => {
  let server: TestServer;
  let provider: SuiteProvider;
  let connecting: Connecting;
  let config: ConnectionConfig;
  let browser: TravellingBrowser;
  let first: string;
  let session: { id: string; url: string };
  beforeAll(async () => {
    ({ server, provider } = await Connecting.start());
  });
  beforeEach(async () => {
    provider.forget();
    connecting = await Connecting.open(server, provider);
    config = await connecting.config({ multi: 'many' });
    browser = connecting.browser();
    await connecting.signIn(browser);
    await connecting.connect(browser, (await connecting.userSession(config)).url);
    first = (await connecting.connections())[0]?.id ?? '';
    provider.forget();
    provider.behave({ account: EVE });
  });
  afterAll(async () => {
    await server.close();
    await provider.close();
  });

  const asked = async (wish: object = {}): Promise<ShownPage> => {
    session = await connecting.userSession(config, { connectionId: first, ...wish });
    return pageOf(await connecting.connect(browser, session.url));
  };
  const press = (page: ShownPage, value: string, at = browser): Promise<Arrival> =>
    at.submit(page, {}, { button: ['decision', value] });
  /** As no page has it. */
  const send = (
    page: ShownPage,
    decision: string,
    token = page.forms[0]?.fields['form_token'] ?? '',
  ): Promise<Answer> =>
    postForm(page.url.href, { form_token: token, decision }, { cookie: connecting.tabOf(browser).cookies.header() });
  const accounts = async (): Promise<unknown[]> =>
    (await connecting.connections()).map(({ upstreamAccountId }) => upstreamAccountId);
  const told = async (): Promise<unknown> =>
    (await connecting.api(`/sessions/${session.id}`, await connecting.tokenOf())).body;

  it('asks, by the names of both, and connects it as well without another way to the provider', async () => {
    const page = await asked();
    for (const name of ['ada@provider.example', EVE.name]) expect(page.html).toContain(name);
    expect(page.headers.get('content-security-policy')).toContain(`form-action 'self' ${new URL(RETURN_URL).origin};`);
    expect([await accounts(), await told()]).toEqual([['account-1'], expect.objectContaining({ status: 'exchanged' })]);
    const response = responseOf(await press(page, 'add'));
    const [, second] = await connecting.connections();
    expect(response).toEqual({ session_id: session.id, status: 'connected', connection_id: second?.id });
    expect(await told()).toMatchObject({ status: 'completed', connectionId: second?.id });
    expect(await accounts()).toEqual(['account-1', 'account-2']);
    expect([provider.callsOf('authorize').length, connecting.exchanges()]).toEqual([1, 1]);
    expect(provider.callsOf('revoke')).toEqual([]);
  });

  it('keeps nothing of it, and tells the provider, when the user cancels', async () => {
    const { url: back } = departureOf(await press(await asked(), 'cancel'));
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ status: 'failed', error: 'access_denied' });
    expect([await accounts(), provider.callsOf('revoke').length]).toEqual([['account-1'], 1]);
    expect(await told()).toMatchObject({ status: 'failed', failureCode: 'access_denied', connectionId: null });
  });

  it('keeps nothing of it, and tells the provider, when nobody decides in ten minutes', async () => {
    const page = await asked();
    server.advance(601);
    expect(pageOf(await press(page, 'add')).status).toBe(410);
    await server.get(ConnectSweep).sweep();
    expect([await accounts(), provider.callsOf('revoke').length]).toEqual([['account-1'], 1]);
    expect(await told()).toMatchObject({ status: 'failed', failureCode: 'not_completed' });
  });

  it('decides once, however often and whatever is pressed at the same time', async () => {
    const page = await asked();
    const answers = await atOnce(12, (index) => send(page, index % 2 ? 'add' : 'cancel'));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array<number>(11).fill(410)]);
    const isAdded = answers.findIndex(({ status }) => status === 303) % 2 === 1;
    expect(await accounts()).toEqual(isAdded ? ['account-1', 'account-2'] : ['account-1']);
    expect(provider.callsOf('revoke')).toHaveLength(isAdded ? 0 : 1);
  });

  it('holds the tokens sealed, and logs neither them nor the handle of the page', async () => {
    let tokens: unknown[] = [];
    provider.behave({ shape: (answer) => ((tokens = [answer['access_token'], answer['refresh_token']]), answer) });
    const page = await asked();
    const select = 'SELECT sealedTokens FROM connection_sessions WHERE id = ?';
    const [row] = await server.get(Sql).query<{ sealedTokens: string }>(select, [idToBytes(session.id)]);
    expect(row?.sealedTokens).toMatch(/^v1\./);
    const handle = page.url.searchParams.get('request') ?? '';
    expect(handle).toMatch(/^rgx_/);
    const log = JSON.stringify(server.log);
    for (const secret of [handle, ...tokens].map(String)) {
      expect(row?.sealedTokens).not.toContain(secret);
      expect(log).not.toContain(secret);
    }
  });

  it('refuses it where there may be one, and says what to do', async () => {
    config = await connecting.config();
    provider.forget();
    await connecting.connect(browser, (await connecting.userSession(config)).url);
    first = (await connecting.connections()).find(({ configId }) => configId === config.id)?.id ?? '';
    provider.behave({ account: EVE });
    const page = await asked({ returnUrl: undefined });
    expect([page.url.pathname, page.status]).toEqual([`/realms/${connecting.realm.name}/account/services`, 200]);
    expect(page.html).toContain('disconnect this one first');
    expect([await accounts(), provider.callsOf('revoke').length]).toEqual([['account-1', 'account-1'], 1]);
  });

  it('refuses it where the user has connected that account already, whose grant goes on', async () => {
    await connecting.connect(browser, (await connecting.userSession(config)).url);
    session = await connecting.userSession(config, { connectionId: first });
    expect(responseOf(await connecting.connect(browser, session.url))).toMatchObject({ error: 'account_mismatch' });
    expect([await accounts(), provider.callsOf('revoke')]).toEqual([['account-1', 'account-2'], []]);
  });

  it('goes by what administrators have changed meanwhile', async () => {
    const page = await asked();
    await server.get(ConfigsService).update(connecting.realm, config.id, { multi: 'one' });
    expect(responseOf(await press(page, 'add'))).toMatchObject({ status: 'failed', error: 'account_mismatch' });
    expect([await accounts(), provider.callsOf('revoke').length]).toEqual([['account-1'], 1]);
  });

  it('connects nothing of an app that was taken back meanwhile, and lets the user cancel', async () => {
    const page = await asked();
    await server.get(AppsService).update(connecting.realm, config.appId, { status: 'disabled' });
    expect(pageOf(await press(page, 'add')).status).toBe(404);
    expect(responseOf(await press(page, 'cancel'))).toMatchObject({ error: 'access_denied' });
    expect(await accounts()).toEqual(['account-1']);
  });

  describe('is decided by nobody', () => {
    /** Nothing came of it, and the one who came back decides still. */
    const expectUndecided = async (page: ShownPage, faults: readonly string[]): Promise<void> => {
      expect([await accounts(), provider.callsOf('revoke')]).toEqual([['account-1'], []]);
      expect(await connecting.faults()).toEqual(faults);
      expect(responseOf(await press(page, 'add'))).toMatchObject({ status: 'connected' });
    };

    it('in another browser, though signed in as the same user', async () => {
      const page = await asked();
      const other = connecting.browser();
      await connecting.signIn(other);
      expect(pageOf(await other.open(page.url)).status).toBe(403);
      expect(pageOf(await connecting.browser().open(page.url)).status).toBe(403);
      await expectUndecided(page, ['other_browser', 'other_browser']);
    });

    it('in the sign-in of another user, in another one of the same user, or in none', async () => {
      const page = await asked();
      const { cookies } = connecting.tabOf(browser);
      const name = sessionCookie(connecting.realm.name);
      const own = cookies.get(name) ?? '';
      for (const user of [await aUser(server, connecting.realm), connecting.user]) {
        const other = connecting.browser();
        await connecting.signIn(other, user);
        cookies.set(name, connecting.tabOf(other).cookies.get(name) ?? '');
        const refused = pageOf(await browser.open(page.url));
        expect([refused.status, refused.html.includes(EVE.name)]).toEqual([403, false]);
      }
      cookies.delete(name);
      expect(pageOf(await browser.open(page.url)).status).toBe(403);
      cookies.set(name, own);
      await expectUndecided(page, Array<string>(3).fill('other_user_session'));
    });

    it('by a form that was made elsewhere, or for another page', async () => {
      const page = await asked();
      const thief = connecting.browser();
      await connecting.signIn(thief);
      expect(pageOf(await press(page, 'add', thief)).status).toBe(403);
      const landing = pageOf(await browser.open((await connecting.userSession(config)).url));
      const token = landing.forms[0]?.fields['form_token'] ?? '';
      expect((await send(page, 'add', token)).status).toBe(403);
      expect((await send(page, 'neither')).status).toBe(400);
      await expectUndecided(page, []);
    });

    it('by the link that it began with, at the page of another session, or in another realm', async () => {
      const page = await asked();
      const handle = page.url.searchParams.get('request') ?? '';
      const at = (path: string, name = connecting.realm.name): string => `${server.issuer(name)}/${path}`;
      const begun = new URL(session.url).searchParams.get('request') ?? '';
      const elsewhere = await Connecting.open(server, provider);
      const statuses = await Promise.all(
        [
          at(`connect/other-account?request=${begun}`),
          at(`connect?request=${begun}`),
          at(`connect?request=${handle}`),
          at(`connect/other-account?request=${handle}`, elsewhere.realm.name),
          at('connect/other-account'),
          at(`connect/other-account?request=${(await connecting.apiSession(config)).url.split('=')[1]}`),
        ].map(async (url) => pageOf(await connecting.tabOf(browser).open(url)).status),
      );
      expect(statuses).toEqual([404, 404, 410, 404, 404, 410]);
      await expectUndecided(page, []);
    });
  });
});
