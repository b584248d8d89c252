import type { ManagementRequest } from '../../tokens/management/management.types.js';

/** Who did it, in one column: the user's id, or the wire `client_id` of what acts for itself. */
export const actorOf = ({ token }: ManagementRequest): string => token.user?.id ?? token.client.clientId;
