import type { Client } from '../../clients/client.types.js';
import { GRANT_TYPES } from '../../protocol/names.js';

/** Whether a grant of this client comes with a refresh token: exactly when the client could use one. */
export const mayRefresh = (client: Pick<Client, 'grantTypes'>): boolean =>
  client.grantTypes.includes(GRANT_TYPES.refreshToken);

/** Whether the client's refresh tokens may be shown without its proof (Capacity sends the token alone). */
export const needsNoProof = (
  client: Pick<Client, 'enabled' | 'grantTypes' | 'refreshWithoutAuthentication'>,
): boolean => client.enabled && client.refreshWithoutAuthentication && mayRefresh(client);
