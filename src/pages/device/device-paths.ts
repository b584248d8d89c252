import type { RealmRef } from '../../database/realm-ref.js';
import { seeOther, type SeeOther } from '../rendering/page.types.js';
import { shownUserCode } from '../../oauth/device/user-code.js';

const MAX_CODE = 20;

export const devicePage = (realm: RealmRef, part = ''): string => `/realms/${realm.name}/device${part}`;

/** Below the realm. @param userCode eight letters. */
export const confirmation = (userCode: string): string => `device/confirm?user_code=${shownUserCode(userCode)}`;

/** What an address says to be a code; empty for what cannot be one. */
export const codeIn = (parameter: unknown): string =>
  typeof parameter === 'string' && parameter.length <= MAX_CODE ? parameter : '';

/** The same for a wrong code, one that is over, and whoever has tried too often. */
export const unknownCode = (realm: RealmRef, typed: string): SeeOther =>
  seeOther(devicePage(realm), { kind: 'error', text: 'device:unknown', values: { user_code: typed } });
