import type { RealmRef } from '../../database/realm-ref.js';

/** Below a realm. The handle stands in the query: no log has it. */
export const connectPage = (handle: string): string => `connect?request=${handle}`;

export const connectPath = (realm: RealmRef, handle: string): string => `/realms/${realm.name}/${connectPage(handle)}`;
