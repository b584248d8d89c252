import { AUDIT_EVENTS } from '../../../src/audit/audit.types.js';
import { AuditService } from '../../../src/audit/audit.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { UsersService } from '../../../src/users/users.service.js';
import { aClient, aRealm, aUser, type BuiltUser } from '../../support/builders.js';
import { pageOf, type Arrival, type FormBrowser, type ShownPage } from '../../support/form-browser.js';
import { OidcParty } from '../../support/oidc-party.js';
import { startServer, type TestServer } from '../../support/server.js';
import { BASIC_CLIENT } from '../conformance/basic.fixtures.js';

const PASSWORD = 'another-long-password';

describe('the account pages', () => {
  let server: TestServer;
  let realm: Realm;
  let user: BuiltUser;
  let party: OidcParty;
  let browser: FormBrowser;

  beforeAll(async () => {
    server = await startServer();
    realm = await aRealm(server);
  });
  beforeEach(async () => {
    user = await aUser(server, realm, { fullName: 'Ada Lovelace', email: 'ada@example.com' });
    party = new OidcParty(server, realm, await aClient(server, realm, { ...BASIC_CLIENT, name: 'Reports' }));
    browser = party.browser();
  });
  afterAll(() => server.close());

  const url = (page = ''): string => party.oauth.url(`account${page}`);
  const open = async (page = '', person = user, at = browser): Promise<ShownPage> =>
    pageOf(await at.signIn(url(page), person));
  const send = async (page: ShownPage, fields: Record<string, string>): Promise<ShownPage> =>
    pageOf(await browser.submit(page, fields));
  const press = async (page: ShownPage, name: string, value: string): Promise<ShownPage> =>
    pageOf(await browser.submit(page, {}, { button: [name, value] }));
  const current = async () => (await server.get(UsersService).findById(realm, user.id))!;
  const asksForPassword = (arrival: Arrival): boolean => pageOf(arrival).html.includes('name="password"');

  it.each(['', '/password', '/sessions', '/applications'])('%s: are for those who are signed in', async (page) => {
    const before = pageOf(await browser.open(url(page)));
    expect([before.url.pathname, asksForPassword(before)]).toEqual([`/realms/${realm.name}/login`, true]);
    const after = await open(page);
    expect([after.status, after.url.href]).toEqual([200, url(page)]);
    expect(after.headers.get('cache-control')).toBe('no-store');
  });

  describe('profile', () => {
    it('changes the name with the session alone', async () => {
      const saved = await send(await open(), { fullName: 'Countess of Lovelace', email: 'ada@example.com' });
      expect(saved.html).toMatch(/role="?status"?/);
      expect(browser.trail.at(-2)?.status).toBe(303);
      expect(await current()).toMatchObject({ fullName: 'Countess of Lovelace', email: 'ada@example.com' });
    });

    it('changes the e-mail address with the password', async () => {
      const refused = await send(await open(), {
        fullName: 'Ada',
        email: 'new@example.com',
        current: 'wrong password',
      });
      expect(refused.html).toMatch(/role="?alert"?/);
      expect(refused.forms[0]?.fields).toMatchObject({ email: 'new@example.com' });
      expect((await current()).email).toBe('ada@example.com');
      await send(refused, { fullName: 'Ada', email: 'new@example.com', current: user.password });
      expect(await current()).toMatchObject({ fullName: 'Ada', email: 'new@example.com' });
    });

    it('says what is amiss', async () => {
      const refused = await send(await open(), { fullName: 'Ada', email: 'nonsense', current: user.password });
      expect(refused.html).toContain('This is not an e-mail address.');
    });

    it('shows markup as text', async () => {
      const saved = await send(await open(), { fullName: '"><script>alert(1)</script>', email: 'ada@example.com' });
      expect(saved.html).not.toContain('<script>alert');
    });
  });

  describe('password', () => {
    const change = (fields: Partial<Record<'current' | 'password' | 'repeated', string>>) => async (page: ShownPage) =>
      send(page, { current: user.password, password: PASSWORD, repeated: PASSWORD, ...fields });

    it('req 22, 60: changes it, ends every other session and every grant, and gives this browser a new session', async () => {
      const offline = await party.signIn(user, { scope: 'openid offline_access', prompt: 'consent' });
      const other = party.browser();
      await open('', user, other);
      const page = await open('/password');
      const cookie = `__Host-rgs-${realm.name}`;
      const before = browser.cookies.get(cookie);
      const changed = await change({})(page);
      expect(changed.html).toMatch(/role="?status"?/);
      expect(browser.cookies.get(cookie)).not.toBe(before);
      expect(asksForPassword(await other.open(url()))).toBe(true);
      expect((await party.refresh(offline.tokens)).status).toBe(400);
      expect(pageOf(await browser.open(url('/sessions'))).html.match(/name="?end"?/g)).toHaveLength(1);
      expect(asksForPassword(await party.browser().signIn(url(), user))).toBe(true);
      await open('', { ...user, password: PASSWORD }, party.browser());
    });

    it.each([
      ['a wrong current one', { current: 'not the password' }, 'This is not your current password.'],
      ['two that differ', { repeated: 'yet another password' }, 'The two new passwords are not the same.'],
      ['one that is too short', { password: 'short', repeated: 'short' }, 'Choose another one.'],
      ['one that everybody has', { password: 'password123', repeated: 'password123' }, 'Choose another one.'],
    ])('refuses %s', async (_, fields, text) => {
      const refused = await change(fields)(await open('/password'));
      expect(refused.html).toContain(text);
      expect(refused.html).not.toContain(PASSWORD);
      expect(asksForPassword(await party.browser().signIn(url(), { ...user, password: PASSWORD }))).toBe(true);
    });

    it('req 84: counts guesses of the current one as at the sign-in', async () => {
      const page = await open('/password');
      for (let guess = 0; guess < 6; guess++) await change({ current: `guess number ${guess}` })(page);
      const refused = await change({})(page);
      expect(refused.html).toContain('This is not your current password.');
    });
  });

  describe('sessions', () => {
    it('are shown with this browser first, and ended one by one', async () => {
      const other = party.browser();
      await open('', user, other);
      const page = await open('/sessions');
      expect(page.html.match(/This browser/g)).toHaveLength(1);
      const [mine, theirs] = page.forms[0]!.buttons.filter(({ name }) => name === 'end').map(({ value }) => value);
      const ended = await press(page, 'end', theirs!);
      expect(ended.html).toMatch(/role="?status"?/);
      expect(asksForPassword(await other.open(url()))).toBe(true);
      const out = await press(ended, 'end', mine!);
      expect(out.html).toContain('You are signed out');
      expect(asksForPassword(await browser.open(url()))).toBe(true);
    });

    it('are all ended but for this one', async () => {
      const others = [party.browser(), party.browser()];
      for (const other of others) await open('', user, other);
      const page = await press(await open('/sessions'), 'end', 'others');
      expect(page.html.match(/name="?end"?/g)).toHaveLength(1);
      for (const other of others) expect(asksForPassword(await other.open(url()))).toBe(true);
    });

    it('of somebody else are not ended, whatever the form says', async () => {
      const victim = party.browser();
      const { idToken } = await party.signIn(await aUser(server, realm), {}, victim);
      const page = await open('/sessions');
      await browser.post(url('/sessions'), { ...page.forms[0]!.fields, end: String(idToken['sid']) });
      expect(asksForPassword(await victim.open(url()))).toBe(false);
    });
  });

  describe('applications', () => {
    it('req 60: are listed, and lose all that they have when they are removed', async () => {
      const { tokens } = await party.signIn(user, { scope: 'openid email offline_access', prompt: 'consent' }, browser);
      const page = await open('/applications');
      expect(page.html).toContain('Reports');
      const removed = await press(page, 'revoke', party.client.clientId);
      expect(removed.html).toContain('No application is connected');
      expect((await party.refresh(tokens)).status).toBe(400);
      const asked = pageOf(await browser.open(party.url(party.requestOf({ scope: 'openid email' }))));
      expect(asked.url.pathname).toBe(`/realms/${realm.name}/consent`);
    });
  });

  it.each(['', '/password', '/sessions', '/applications'])('req 20: %s takes no form of another site', async (page) => {
    await open(page);
    const forged = await browser.post(url(page), { fullName: 'Mallory', email: 'm@example.com', end: 'others' });
    expect(pageOf(forged).status).toBe(403);
    expect(await current()).toMatchObject({ fullName: 'Ada Lovelace', email: 'ada@example.com' });
  });

  it('leave lines in the record', async () => {
    await send(await open(), { fullName: 'Ada', email: 'ada@example.com' });
    const filter = { type: AUDIT_EVENTS.userProfileChanged, user: user.id };
    expect((await server.get(AuditService).list(realm, filter, { limit: 5 })).items).toHaveLength(1);
  });

  it('speak German and Spanish', async () => {
    for (const [language, text] of [
      ['de', 'Ihr Profil'],
      ['es', 'Su perfil'],
    ] as const) {
      const page = pageOf(await party.browser(language).signIn(url(), user));
      expect(page.html).toContain(text);
    }
  });
});
