import { Sql } from '../../../src/database/sql.js';
import { idToBytes } from '../../../src/kernel/ids.js';
import { ProvisioningService } from '../../../src/provisioning/provisioning.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltUser } from '../../support/builders.js';
import { Mailbox } from '../../support/mailbox.js';
import { OAuth } from '../../support/oauth.js';
import { startServer, type TestServer } from '../../support/server.js';
import { isRefused, NEW_PASSWORD, shown, twice, visiting } from './selfservice-support.js';

let mailbox: Mailbox;
let server: TestServer;
let realm: Realm;
let user: BuiltUser;
beforeAll(async () => {
  mailbox = new Mailbox();
  server = await startServer({ settings: { MAIL_URL: mailbox.url } });
});
beforeEach(async () => {
  realm = await aRealm(server, { selfRegistration: true, displayName: 'Acme & Söhne' });
  user = await aUser(server, realm, { username: 'ada', email: 'ada@example.com' });
});
afterAll(async () => {
  await server.close();
  mailbox.remove();
});

const { at, browser, fill, mailOf, signIn, words } = visiting(() => ({ server, realm, mailbox }));

describe('an account that somebody makes', () => {
  it('is there once its address is proven, and can be signed in to', async () => {
    const by = browser();
    const letter = await mailOf(() => fill(by, 'sign-up', { email: 'Bob@Example.com' }));
    expect(letter).toMatchObject({ to: 'bob@example.com', subject: 'Your account at Acme & Söhne' });
    const refused = await fill(by, letter.link, { full_name: 'Bob', ...twice('password') });
    expect(refused.html).toContain('This password cannot be used.');
    expect(refused.html).toContain('value="Bob"');
    const done = await fill(by, letter.link, { full_name: 'Bob', ...twice(NEW_PASSWORD) });
    expect(done.html).toContain('Your account is ready.');
    expect(isRefused(await signIn(by, 'bob@example.com', NEW_PASSWORD))).toBe(false);
  });

  it('req 85: is answered alike for an address that has an account, which its owner is told of by mail', async () => {
    const pages = new Set<string>();
    const reminder = await mailOf(async () =>
      pages.add(words(await fill(browser(), 'sign-up', { email: 'ada@example.com' }))),
    );
    await mailOf(async () => pages.add(words(await fill(browser(), 'sign-up', { email: 'cyd@example.com' }))));
    expect(pages.size).toBe(1);
    expect(reminder.text).toContain('You have one already');
    expect(reminder.link).toBe(at('account'));
  });

  it('is refused to what is no address', async () => {
    const page = await fill(browser(), 'sign-up', { email: 'nonsense' });
    expect(page.html).toContain('This is not an e-mail address.');
    expect(page.html).toContain('value="nonsense"');
  });

  it('is not offered where the realm does not want it', async () => {
    const closed = await aRealm(server);
    expect(closed.selfRegistration).toBe(false);
    for (const path of ['sign-up', 'sign-up/finish?link=rgm_x']) {
      expect(shown(await browser().open(`${server.issuer(closed.name)}/${path}`)).status).toBe(404);
    }
    expect(shown(await browser().open(`${server.issuer(closed.name)}/login`)).html).not.toContain('sign-up');
    expect(shown(await browser().open(at('login'))).html).toContain(`/realms/${realm.name}/sign-up`);
  });
});

describe('an address that a user confirms', () => {
  it('is told to clients as verified', async () => {
    const by = browser();
    const profile = await signIn(by, 'ada', user.password);
    expect(profile.html).toContain(`href="/realms/${realm.name}/verify-email"`);
    const letter = await mailOf(() => fill(by, 'verify-email', {}));
    expect(letter).toMatchObject({ to: 'ada@example.com', subject: 'Confirm your e-mail address for Acme & Söhne' });
    expect((await fill(browser(), letter.link, {})).html).toContain('Your e-mail address is confirmed.');
    const oauth = new OAuth(server, realm);
    const client = await aClient(server, realm);
    const { body } = await oauth.password(client, user, { scope: 'openid email' });
    const claims = (await oauth.userinfo(body['access_token'])).body;
    expect(claims).toMatchObject({ email: 'ada@example.com', email_verified: true });
    expect(shown(await by.open(at('verify-email'))).html).toContain('There is nothing to be confirmed.');
    expect(shown(await by.open(at('account'))).html).not.toContain('verify-email');
  });

  it('asks for a sign-in first, and comes back', async () => {
    const by = browser();
    const login = shown(await by.open(at('verify-email')));
    expect(login.url.pathname).toMatch(/\/login$/);
    const back = shown(await by.submit(login, { username: 'ada', password: user.password }));
    expect(back.url.pathname).toMatch(/\/verify-email$/);
  });
});

describe('a realm that is deleted', () => {
  it('takes its mailed links and device codes with it', async () => {
    const device = 'urn:ietf:params:oauth:grant-type:device_code';
    const client = await aClient(server, realm, { grantTypes: [device] });
    await new OAuth(server, realm).post('oauth/device_authorization', client, {});
    await mailOf(() => fill(browser(), 'reset-password', { name: 'ada' }));
    const count = async (table: string): Promise<number> => {
      const statement = `SELECT COUNT(*) AS n FROM ${table} WHERE realmId = ?`;
      const [row] = await server.get(Sql).query<{ n: number }>(statement, [idToBytes(realm.id)]);
      return Number(row?.n);
    };
    expect([await count('mail_links'), await count('device_codes')]).toEqual([1, 1]);
    await server.get(ProvisioningService).deleteRealm(realm.name);
    expect([await count('mail_links'), await count('device_codes')]).toEqual([0, 0]);
  });
});

describe('a server without mail', () => {
  it('offers nothing that needs it', async () => {
    const silent = await startServer({
      settings: {
        NODE_ENV: 'production',
        DEFAULT_REALM_KEY: 'a key of this server',
      },
    });
    const closed = await aRealm(silent, { selfRegistration: true });
    for (const path of ['reset-password', 'sign-up']) {
      expect((await fetch(`${silent.issuer(closed.name)}/${path}`)).status).toBe(404);
    }
    const login = await (await fetch(`${silent.issuer(closed.name)}/login`)).text();
    expect(login).not.toMatch(/reset-password|sign-up/);
    await silent.close();
  });
});
