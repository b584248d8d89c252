import type { ConnectionActor } from '../../connections/vault/connection.types.js';
import type { ManagementRequest } from '../../tokens/management/management.types.js';

/** Who did it, in one column: the user's id, or the wire `client_id` of what acts for itself. */
export const actorOf = ({ token }: ManagementRequest): string => token.user?.id ?? token.client.clientId;

/** The same for what connections are told of: the user, and the application it went by. */
export const connectionActorOf = ({ token }: ManagementRequest): ConnectionActor => ({
  userId: token.user?.id ?? null,
  clientId: token.client.clientId,
});
