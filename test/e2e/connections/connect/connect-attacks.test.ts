import type { ConnectionConfig } from '../../../../src/connections/configs/config.types.js';
import { BROWSER_COOKIE, sessionCookie } from '../../../../src/http/browser.js';
import { aUser } from '../../../support/builders.js';
import { atOnce } from '../../../support/at-once.js';
import { Connecting } from '../../../support/connecting.js';
import { pageOf, responseOf, type Arrival } from '../../../support/form-browser.js';
import type { SuiteProvider } from '../../../support/providers/suite-provider.js';
import type { TravellingBrowser } from '../../../support/providers/travelling-browser.js';
import { postForm, request } from '../../../support/requests.js';
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

  const deliver = (answer: URL, to = browser): Promise<Arrival> => connecting.tabOf(to).open(answer);
  const outbound = async (at = browser): Promise<URL> =>
    connecting.outbound(at, (await connecting.userSession(config)).url);

  /** The same for every cause: no call to the provider, nothing connected, and the cause in the record alone. */
  async function expectRefused(arrival: Arrival, fault: string): Promise<void> {
    const page = pageOf(arrival);
    expect(page.status).toBe(403);
    expect(page.html).not.toContain(fault);
    expect([connecting.exchanges(), await connecting.connections()]).toEqual([0, []]);
    expect(await connecting.faults()).toEqual([fault]);
  }

  it('takes no answer at the callback of another config (cross-app)', async () => {
    const answer = await outbound();
    const other = await connecting.config();
    answer.pathname = `/connect/callback/${other.publicKey}`;
    await expectRefused(await deliver(answer), 'other_config');
    answer.pathname = `/connect/callback/${config.publicKey}`;
    expect(pageOf(await deliver(answer)).status).toBe(403);
    expect(connecting.exchanges()).toBe(0);
  });

  it('takes no answer at the callback of another realm', async () => {
    const elsewhere = await Connecting.open(server, provider);
    const foreign = await elsewhere.config();
    const answer = await outbound();
    answer.pathname = `/connect/callback/${foreign.publicKey}`;
    expect(pageOf(await deliver(answer)).status).toBe(403);
    expect([await elsewhere.faults(), connecting.exchanges()]).toEqual([['state_unknown'], 0]);
  });

  it('takes no answer from another browser (a link that somebody was sent)', async () => {
    const answer = await outbound();
    const victim = connecting.browser();
    await connecting.signIn(victim);
    await expectRefused(await deliver(answer, victim), 'other_browser');
  });

  it('takes no answer from a browser without cookies', async () => {
    await expectRefused(await deliver(await outbound(), connecting.browser()), 'no_browser');
  });

  it('takes no answer in the sign-in session of another user', async () => {
    const answer = await outbound();
    const eve = await aUser(server, connecting.realm);
    const other = connecting.browser();
    await connecting.signIn(other, eve);
    const name = sessionCookie(connecting.realm.name);
    connecting.tabOf(browser).cookies.set(name, connecting.tabOf(other).cookies.get(name) ?? '');
    await expectRefused(await deliver(answer), 'other_user_session');
  });

  it('takes no answer in another sign-in session of the same user, and none without one', async () => {
    const name = sessionCookie(connecting.realm.name);
    const other = connecting.browser();
    await connecting.signIn(other);
    const answer = await outbound();
    connecting.tabOf(browser).cookies.set(name, connecting.tabOf(other).cookies.get(name) ?? '');
    await expectRefused(await deliver(answer), 'other_user_session');
    connecting.tabOf(browser).cookies.set(name, connecting.tabOf(other).cookies.get(name) ?? '');
    const next = await outbound();
    connecting.tabOf(browser).cookies.delete(name);
    expect(pageOf(await deliver(next)).status).toBe(403);
    expect(connecting.exchanges()).toBe(0);
  });

  it('takes an answer once', async () => {
    const answer = await outbound();
    expect(responseOf(await deliver(answer))['status']).toBe('connected');
    expect(pageOf(await deliver(answer)).status).toBe(403);
    expect([connecting.exchanges(), await connecting.faults()]).toEqual([1, ['state_used']]);
  });

  it('takes one of many answers at once', async () => {
    const answer = await outbound();
    const tab = connecting.tabOf(browser);
    const headers = { cookie: tab.cookies.header() };
    const answers = await atOnce(20, () => request(answer.href, { headers }));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array<number>(19).fill(403)]);
    expect([connecting.exchanges(), (await connecting.connections()).length]).toEqual([1, 1]);
  });

  it('takes one of the answers to a session that went out twice', async () => {
    const { url } = await connecting.userSession(config);
    const [first, second] = [await connecting.outbound(browser, url), await connecting.outbound(browser, url)];
    const headers = { cookie: connecting.tabOf(browser).cookies.header() };
    const statuses = await Promise.all(
      [first, second].map(async ({ href }) => (await request(href, { headers })).status),
    );
    expect(statuses.sort()).toEqual([303, 403]);
    expect([connecting.exchanges(), await connecting.faults()]).toEqual([1, ['session_over']]);
  });

  it('takes no answer that is late, and none with a state that nobody made', async () => {
    const answer = await outbound();
    answer.searchParams.set('state', 'A'.repeat(43));
    await expectRefused(await deliver(answer), 'state_unknown');
    const late = await outbound();
    server.advance(601);
    expect(pageOf(await deliver(late)).status).toBe(403);
    expect((await connecting.faults())[0]).toBe('state_expired');
    expect(connecting.exchanges()).toBe(0);
  });

  it('takes no answer with a parameter that stands there twice', async () => {
    const answer = await outbound();
    answer.searchParams.append('code', 'another');
    await expectRefused(await deliver(answer), 'parameters');
  });

  it.each([null, 'https://evil.example'])(
    'takes no answer of the issuer %s where another one is expected',
    async (iss) => {
      config = await connecting.config({ issuer: provider.url });
      provider.behave({ iss });
      await expectRefused(await deliver(await outbound()), 'other_issuer');
      provider.behave({ iss: provider.url });
      expect(responseOf(await deliver(await outbound()))['status']).toBe('connected');
    },
  );

  it('says nothing of a callback that no config has', async () => {
    const answer = await outbound();
    answer.pathname = '/connect/callback/AAAAAAAAAAAAAAAAAAAAAA';
    const page = pageOf(await deliver(answer));
    const known = pageOf(await deliver(new URL(`/connect/callback/${config.publicKey}`, server.url)));
    expect([page.status, known.status]).toEqual([403, 403]);
    const bare = ({ html }: { html: string }): string =>
      html.slice(html.indexOf('<main')).replace(/<code>[0-9a-f]+-\d+<\/code>/, '');
    expect(bare(page)).toBe(bare(known));
  });

  describe('that is posted', () => {
    it('lets a form be fetched by the browser that went out, and once', async () => {
      const answer = await outbound();
      const form = Object.fromEntries(answer.searchParams);
      const posted = await postForm(`${answer.origin}${answer.pathname}`, form);
      const parked = new URL(posted.headers.get('location') ?? '', server.url);
      expect([posted.status, posted.headers.getSetCookie()]).toEqual([303, []]);
      expect(parked.href).not.toContain(form['code']);
      expect(pageOf(await deliver(parked, connecting.browser())).status).toBe(403);
      expect(pageOf(await deliver(parked)).status).toBe(403);
      expect([connecting.exchanges(), await connecting.faults()]).toEqual([0, ['parked_unknown', 'no_browser']]);
    });

    it('takes no form for a state that nobody is out with, and no second one', async () => {
      const answer = await outbound();
      const url = `${answer.origin}${answer.pathname}`;
      const form = Object.fromEntries(answer.searchParams);
      expect((await postForm(url, { ...form, state: 'B'.repeat(43) })).status).toBe(403);
      expect((await postForm(url, form)).status).toBe(303);
      expect((await postForm(url, { ...form, code: 'stolen' })).status).toBe(403);
    });
  });

  it('logs no state, no code, no verifier and no handle of a session', async () => {
    const { url } = await connecting.userSession(config);
    const answer = await connecting.outbound(browser, url);
    await deliver(answer);
    const form = provider.tokenCalls('authorization_code')[0]!.body.toString();
    const verifier = new URLSearchParams(form).get('code_verifier') ?? 'none';
    const secrets = [new URL(url).searchParams, answer.searchParams].flatMap((query) => [...query.values()]);
    const browserId = connecting.tabOf(browser).cookies.get(BROWSER_COOKIE) ?? 'none';
    const log = JSON.stringify(server.log);
    for (const secret of [...secrets, verifier, browserId, provider.client.secret]) expect(log).not.toContain(secret);
  });
});
