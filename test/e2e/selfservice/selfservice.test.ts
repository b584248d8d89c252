import { Sql } from '../../../src/database/sql.js';
import { idToBytes } from '../../../src/kernel/ids.js';
import { Mailer } from '../../../src/mail/mailer.service.js';
import { ProvisioningService } from '../../../src/provisioning/provisioning.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltUser } from '../../support/builders.js';
import { FormBrowser, type Arrival, type ShownPage } from '../../support/form-browser.js';
import { Mailbox, type ReceivedLetter } from '../../support/mailbox.js';
import { OAuth } from '../../support/oauth.js';
import { startServer, type TestServer } from '../../support/server.js';

const NEW_PASSWORD = 'quite another password';

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

const at = (path: string): string => `${server.issuer(realm.name)}/${path}`;
const browser = (language?: string): FormBrowser => new FormBrowser(server.url, undefined, language);
const shown = (arrival: Arrival): ShownPage => {
  if (arrival.kind !== 'page') throw new Error('The browser left the server.');
  return arrival;
};

/** Fills in the one form of a page. */
async function fill(by: FormBrowser, path: string, fields: Record<string, string>): Promise<ShownPage> {
  return shown(await by.submit(shown(await by.open(path.startsWith('http') ? path : at(path))), fields));
}

async function mailOf(ask: () => Promise<unknown>): Promise<ReceivedLetter> {
  const before = mailbox.letters().length;
  await ask();
  await server.get(Mailer).idle();
  expect(mailbox.letters()).toHaveLength(before + 1);
  return mailbox.last();
}

const twice = (password: string) => ({ password, password_again: password });
const signIn = (by: FormBrowser, username: string, password: string): Promise<ShownPage> =>
  fill(by, 'login?next=account', { username, password });
const isRefused = (page: ShownPage): boolean => page.html.includes('role="alert"');

/** What a page says, without what differs from answer to answer. */
const words = ({ html }: ShownPage): string =>
  html
    .replaceAll(/(nonce|value)="[^"]*"/g, '')
    .replaceAll(/nonce-[^']*/g, '')
    .replaceAll(realm.name, '');

describe('a forgotten password', () => {
  it('is replaced by a mailed link, and every session ends with it', async () => {
    const [elsewhere, here] = [browser(), browser()];
    await signIn(elsewhere, 'ada', user.password);
    server.advance(1);
    const letter = await mailOf(() => fill(here, 'reset-password', { name: 'ada' }));
    expect(letter).toMatchObject({ to: 'ada@example.com', subject: 'A new password for Acme & Söhne' });
    const done = await fill(here, letter.link, twice(NEW_PASSWORD));
    expect(done.html).toContain('Your new password is saved.');
    expect(shown(await elsewhere.open(at('account'))).url.pathname).toMatch(/\/login$/);
    expect(isRefused(await signIn(browser(), 'ada', user.password))).toBe(true);
    expect(isRefused(await signIn(browser(), 'ada', NEW_PASSWORD))).toBe(false);
    expect(shown(await here.open(letter.link))).toMatchObject({ status: 404 });
  });

  it('req 60: ends every grant', async () => {
    const client = await aClient(server, realm);
    const oauth = new OAuth(server, realm);
    const { body } = await oauth.password(client, user);
    server.advance(1);
    const letter = await mailOf(() => fill(browser(), 'reset-password', { name: 'ada' }));
    await fill(browser(), letter.link, twice(NEW_PASSWORD));
    expect(await oauth.isActive(client, body['access_token'])).toBe(false);
    expect((await oauth.refresh(client, body['refresh_token'])).body['error']).toBe('invalid_grant');
  });

  it('says what is amiss with a password, and stays', async () => {
    const letter = await mailOf(() => fill(browser(), 'reset-password', { name: 'ada' }));
    const by = browser();
    const short = await fill(by, letter.link, twice('short'));
    expect(short.html).toContain('This password cannot be used.');
    expect(short.html).not.toContain('value="short"');
    const different = await fill(by, letter.link, { password: NEW_PASSWORD, password_again: `${NEW_PASSWORD}!` });
    expect(different.html).toContain('This is not the same password.');
    expect((await fill(by, letter.link, twice(NEW_PASSWORD))).html).toContain('Your new password is saved.');
  });

  it('req 85: is answered alike and in the same time for whoever exists and whoever does not', async () => {
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    const pages = new Set<string>();
    for (let round = 0; round < 4; round++) {
      for (const [kind, name] of [
        ['known', 'ada'],
        ['unknown', `nobody${round}`],
      ] as const) {
        const by = browser();
        const page = shown(await by.open(at('reset-password')));
        const began = performance.now();
        pages.add(words(shown(await by.submit(page, { name }))));
        times[kind].push(performance.now() - began);
      }
    }
    await server.get(Mailer).idle();
    expect(pages.size).toBe(1);
    const [known, unknown] = [Math.min(...times.known), Math.min(...times.unknown)];
    expect(Math.abs(known - unknown)).toBeLessThan(50);
  });

  it('req 83: is sent a link of the settings, whatever the request says of the host', async () => {
    const by = browser();
    const page = shown(await by.open(at('reset-password')));
    const headers = {
      'x-forwarded-host': 'evil.example',
      'forwarded': 'host=evil.example',
      'x-forwarded-proto': 'https',
    };
    const letter = await mailOf(() => by.submit(page, { name: 'ada' }, { headers }));
    expect(letter.link.startsWith(`${server.issuer(realm.name)}/reset-password/finish?link=rgm_`)).toBe(true);
    expect(letter.text).not.toContain('evil.example');
  });

  it('req 20: takes no form without a token of this browser, and changes nothing by GET', async () => {
    const letter = await mailOf(() => fill(browser(), 'reset-password', { name: 'ada' }));
    for (const path of [at('reset-password'), letter.link]) {
      expect(shown(await browser().post(path, { name: 'ada', ...twice(NEW_PASSWORD) })).status).toBe(403);
    }
    await browser().open(`${letter.link}&password=${NEW_PASSWORD}`);
    expect(isRefused(await signIn(browser(), 'ada', user.password))).toBe(false);
    expect(shown(await browser().open(letter.link)).status).toBe(200);
  });

  it('req 27: leaves neither link nor address nor password in the log', async () => {
    const letter = await mailOf(() => fill(browser(), 'reset-password', { name: 'ada' }));
    await fill(browser(), letter.link, twice(NEW_PASSWORD));
    const log = JSON.stringify(server.log);
    expect(log).toContain(letter.path);
    for (const secret of ['rgm_', letter.link, NEW_PASSWORD, 'ada@example.com']) expect(log).not.toContain(secret);
  });

  it('req 19: has a page that sends no referrer and is kept by no cache', async () => {
    const letter = await mailOf(() => fill(browser(), 'reset-password', { name: 'ada' }));
    const { headers } = shown(await browser().open(letter.link));
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('is written in the language of the page', async () => {
    const letter = await mailOf(() => fill(browser('de'), 'reset-password', { name: 'ada' }));
    expect(letter).toMatchObject({ subject: 'Neues Passwort für Acme & Söhne' });
    expect(letter.text).toContain('Wenn Sie das nicht angefordert haben');
    const other = await mailOf(() => fill(browser('es'), 'reset-password', { name: 'ada' }));
    expect(other.subject).toBe('Contraseña nueva para Acme & Söhne');
  });
});

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
