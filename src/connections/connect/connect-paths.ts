import type { RealmRef } from '../../database/realm-ref.js';

/** Below a realm. The handle stands in the query: no log has it. */
export const connectPage = (handle: string): string => `connect?request=${handle}`;

/** Where a user decides about an account other than the one that was to be renewed. */
export const otherAccountPath = (realm: RealmRef, handle: string): string =>
  `/realms/${realm.name}/connect/other-account?request=${handle}`;

export const connectPath = (realm: RealmRef, handle: string): string => `/realms/${realm.name}/${connectPage(handle)}`;
