import { Mailer } from '../../../src/mail/mailer.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltUser } from '../../support/builders.js';
import { Mailbox } from '../../support/mailbox.js';
import { OAuth } from '../../support/oauth.js';
import { expectSameTime, timed } from '../../support/same-time.js';
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
    const pages = new Set<string>();
    const asking = async (name: string): Promise<number> => {
      // Nobody gets mail without end: each round is one of another day.
      server.advance(24 * 3600);
      const by = browser();
      const page = shown(await by.open(at('reset-password')));
      return timed(async () => pages.add(words(shown(await by.submit(page, { name })))))();
    };
    let round = 0;
    await expectSameTime(
      () => asking('ada'),
      () => asking(`nobody${round++}`),
    );
    await server.get(Mailer).idle();
    expect(pages.size).toBe(1);
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
