import { Injectable } from '@nestjs/common';
import type { Browser } from '../../http/browser.js';
import type { Realm } from '../../realms/realm.types.js';
import type { SignedIn } from '../../users/sessions/session.types.js';
import { seeOther, type PageAnswer, type PageView } from '../rendering/page.types.js';
import { signInFor } from '../sign-in/continuation.js';
import { SignedInUsers } from '../sign-in/signed-in-users.service.js';
import { ACCOUNT_PAGES, accountPage, accountPath, purposeOf, type AccountPage } from './account-pages.js';

/** A page of an account, and who reads it. */
export interface Visit extends SignedIn {
  readonly realm: Realm;
  readonly page: AccountPage;
}

/** Shows the pages of an account to its user alone: whoever is not signed in does that first. */
@Injectable()
export class AccountVisits {
  constructor(private readonly signedIn: SignedInUsers) {}

  async begin(
    realm: Realm,
    browser: Browser,
    page: AccountPage,
    go: (visit: Visit) => Promise<PageAnswer>,
  ): Promise<PageAnswer> {
    const signedIn = await this.signedIn.find(realm, browser);
    return signedIn ? go({ ...signedIn, realm, page }) : seeOther(signInFor(realm, accountPage(page)));
  }
}

/** What the pages have in common: the way between them, and out. */
export function accountView({ realm, page, user }: Visit, view: Omit<PageView, 'view' | 'form'>): PageView {
  const tabs = ACCOUNT_PAGES.map((name) => ({
    href: accountPath(realm, name),
    text: `account:tabs.${name}`,
    current: name === page,
  }));
  const common = { tabs, signOut: `/realms/${realm.name}/logout`, action: accountPath(realm, page) };
  return {
    ...view,
    view: `account-${page}`,
    title: `account:${page}.title`,
    wide: true,
    form: { purpose: purposeOf(page) },
    data: { ...view.data, ...common, username: user.username },
  };
}
