import type { Realm } from '../realms/realm.types.js';

/** What a command shows of a realm. */
export const realmSummary = ({ name, displayName, enabled, usesDefaultKey, createdAt }: Realm) => ({
  name,
  displayName,
  enabled,
  usesDefaultKey,
  createdAt: new Date(createdAt).toISOString(),
});
