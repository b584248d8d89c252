import type { Realm } from '../../../src/realms/realm.types.js';
import type { BuiltClient, BuiltUser } from '../../support/builders.js';
import { FormBrowser, pageOf, type ShownPage } from '../../support/form-browser.js';
import type { TestServer } from '../../support/server.js';

export const REDIRECT = 'https://app.example.com/callback';

interface Site {
  readonly server: TestServer;
  readonly realm: Realm;
  readonly client: BuiltClient;
  readonly user: BuiltUser;
}

/** The way of a user to the pages of a realm. */
export function pagesOf(site: () => Site) {
  const newBrowser = (): FormBrowser => new FormBrowser(site().server.url);

  function authorizeUrl(more: Record<string, string> = {}): string {
    const { server, realm, client } = site();
    const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
    const asked = {
      response_type: 'code',
      client_id: client.clientId,
      redirect_uri: REDIRECT,
      scope: 'openid',
      prompt: 'consent',
    };
    const parameters = { ...asked, code_challenge: challenge, code_challenge_method: 'S256', ...more };
    return `${server.issuer(realm.name)}/oauth/authorize?${new URLSearchParams(parameters).toString()}`;
  }

  const loginPage = async (browser: FormBrowser, more = {}): Promise<ShownPage> =>
    pageOf(await browser.open(authorizeUrl(more)));

  const credentials = (): { username: string; password: string } => {
    const { username, password } = site().user;
    return { username, password };
  };

  const consentPage = async (browser: FormBrowser): Promise<ShownPage> =>
    pageOf(await browser.submit(await loginPage(browser), credentials()));

  return { newBrowser, authorizeUrl, loginPage, consentPage, credentials };
}
