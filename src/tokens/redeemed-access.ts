import type { AccessTokenRequest } from './access-tokens.service.js';
import type { Grant } from './grant.types.js';
import type { Redemption } from './redemption.js';

/** The grant of a redemption, as one of its generations has it. */
export const grantAt = ({ refresh: { grant } }: Redemption, generation: number): Grant => ({ ...grant, generation });

/** The access token that a redemption gets in a generation of its grant. @param handle see AccessTokenRequest. */
export const accessOf = (
  { refresh, scope, resources }: Redemption,
  grant: Grant,
  handle?: string,
): AccessTokenRequest => ({
  client: refresh.client,
  user: refresh.user,
  grant,
  generation: grant.generation,
  scope,
  resources,
  at: refresh.at,
  handle,
});
