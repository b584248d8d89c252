import type { Page } from 'playwright-core';
import type { Realm, RealmChanges } from '../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../support/builders.js';
import { RelyingParty } from '../support/relying-party.js';
import type { TestServer } from '../support/server.js';

/** A realm as one might set it up, whose pages are looked at. */
export class Tour {
  private constructor(
    readonly server: TestServer,
    readonly realm: Realm,
    readonly client: BuiltClient,
    readonly user: BuiltUser,
    readonly site: RelyingParty,
  ) {}

  static async prepare(server: TestServer, changes: RealmChanges = {}): Promise<Tour> {
    const site = await RelyingParty.open();
    const realm = await aRealm(server, { displayName: 'Acme Energy', selfRegistration: true, ...changes });
    const client = await aClient(server, realm, {
      name: 'Aurora Reports',
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: [site.redirectUri],
      scopes: ['openid', 'profile', 'email', 'offline_access'],
      policyUri: 'https://aurora.example/privacy',
      tosUri: 'https://aurora.example/terms',
    });
    const user = await aUser(server, realm, { username: 'ada', fullName: 'Ada Lovelace', email: 'ada@example.com' });
    return new Tour(server, realm, client, user, site);
  }

  page(path: string): string {
    return `${this.server.issuer(this.realm.name)}/${path}`;
  }

  authorize(more: Record<string, string> = {}): string {
    const scope = 'openid profile email offline_access';
    return this.site.authorizeUrl(this.server.issuer(this.realm.name), this.client, {
      scope,
      prompt: 'consent',
      ...more,
    });
  }

  async signIn(page: Page): Promise<void> {
    await page.goto(this.page('login'));
    await this.submitPassword(page, this.user.password);
  }

  async submitPassword(page: Page, password: string): Promise<void> {
    await page.locator('#username').fill(this.user.username);
    await page.locator('#password').fill(password);
    await page.locator('main form button').first().click();
    await page.waitForLoadState();
  }
}

/** How a visitor comes to see each page. */
export const STORIES: Readonly<Record<string, (page: Page, tour: Tour) => Promise<unknown>>> = {
  'login': (page, tour) => page.goto(tour.authorize()),
  'login-failed': async (page, tour) => {
    await page.goto(tour.authorize());
    await tour.submitPassword(page, 'not the password');
  },
  'consent': async (page, tour) => {
    await page.goto(tour.authorize());
    await tour.submitPassword(page, tour.user.password);
  },
  'select-account': async (page, tour) => {
    await tour.signIn(page);
    await page.goto(tour.authorize({ prompt: 'select_account' }));
  },
  'logout': async (page, tour) => {
    await tour.signIn(page);
    await page.goto(tour.page('logout'));
  },
  'logged-out': async (page, tour) => {
    await tour.signIn(page);
    await page.goto(tour.page('logout'));
    await page.locator('button[value=allow]').click();
    await page.waitForLoadState();
  },
  'error': async (page, tour) => {
    await page.goto(tour.authorize({ redirect_uri: 'https://elsewhere.example' }));
    await page.locator('summary').click();
  },
};
