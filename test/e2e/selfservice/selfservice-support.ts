import { Mailer } from '../../../src/mail/mailer.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { FormBrowser, type Arrival, type ShownPage } from '../../support/form-browser.js';
import type { Mailbox, ReceivedLetter } from '../../support/mailbox.js';
import type { TestServer } from '../../support/server.js';

export const NEW_PASSWORD = 'quite another password';

export const shown = (arrival: Arrival): ShownPage => {
  if (arrival.kind !== 'page') throw new Error('The browser left the server.');
  return arrival;
};

export const twice = (password: string) => ({ password, password_again: password });
export const isRefused = (page: ShownPage): boolean => page.html.includes('role="alert"');

interface Place {
  readonly server: TestServer;
  readonly realm: Realm;
  readonly mailbox: Mailbox;
}

/** What the visitors of a realm do and read; the place is asked for each time, for it may be another one by then. */
export function visiting(place: () => Place) {
  const at = (path: string): string => `${place().server.issuer(place().realm.name)}/${path}`;
  const browser = (language?: string): FormBrowser => new FormBrowser(place().server.url, undefined, language);

  /** Fills in the one form of a page. */
  async function fill(by: FormBrowser, path: string, fields: Record<string, string>): Promise<ShownPage> {
    return shown(await by.submit(shown(await by.open(path.startsWith('http') ? path : at(path))), fields));
  }

  async function mailOf(ask: () => Promise<unknown>): Promise<ReceivedLetter> {
    const before = place().mailbox.letters().length;
    await ask();
    await place().server.get(Mailer).idle();
    expect(place().mailbox.letters()).toHaveLength(before + 1);
    return place().mailbox.last();
  }

  const signIn = (by: FormBrowser, username: string, password: string): Promise<ShownPage> =>
    fill(by, 'login?next=account', { username, password });

  /** What a page says, without what differs from answer to answer. */
  const words = ({ html }: ShownPage): string =>
    html
      .replaceAll(/(nonce|value)="[^"]*"/g, '')
      .replaceAll(/nonce-[^']*/g, '')
      .replaceAll(place().realm.name, '');

  return { at, browser, fill, mailOf, signIn, words };
}
