import type { Client } from '../../clients/client.types.js';
import type { LiveToken } from '../../tokens/token.types.js';

/** Whether a token is a client's business: it was issued to it or is meant for it, or the client is the realm's own. */
export function concerns(client: Client, token: LiveToken): boolean {
  if (client.origin === 'realm' || token.client.id === client.id) return true;
  return token.audience.some((audience) => audience === client.clientId || client.resources.includes(audience));
}
