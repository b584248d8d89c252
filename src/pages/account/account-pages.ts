import type { Realm } from '../../realms/realm.types.js';

/** The pages of an account, by the end of their addresses. */
export const ACCOUNT_PAGES = ['profile', 'password', 'sessions', 'applications', 'services'] as const;
export type AccountPage = (typeof ACCOUNT_PAGES)[number];

/** Below the issuer. */
export const accountPage = (page: AccountPage): string => (page === 'profile' ? 'account' : `account/${page}`);

export const accountPath = (realm: Realm, page: AccountPage): string => `/realms/${realm.name}/${accountPage(page)}`;

/** What a form of the page is good for. */
export const purposeOf = (page: AccountPage): string => `account-${page}`;
