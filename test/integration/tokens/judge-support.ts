import type { IssuedTokens } from '../../../src/tokens/token.types.js';
import type { Tenant } from '../../support/tenant.js';

/** The sorts of tokens that there are. */
export const ALL = ['jwt', 'userJwt', 'opaque', 'userOpaque', 'refresh'];

/** One token of each sort, all alive. */
export async function everySort(tenant: Tenant): Promise<Record<string, string>> {
  const valueOf = ({ accessToken }: IssuedTokens): string => accessToken;
  await tenant.changeClient({ accessTokenFormat: 'jwt' });
  const [jwt, userJwt] = [await tenant.issueForClient(), await tenant.startGrant()];
  await tenant.changeClient({ accessTokenFormat: 'opaque' });
  const [opaque, userOpaque] = [await tenant.issueForClient(), await tenant.startGrant()];
  const access = { jwt: valueOf(jwt), userJwt: valueOf(userJwt), opaque: valueOf(opaque) };
  return { ...access, userOpaque: valueOf(userOpaque), refresh: userOpaque.refreshToken ?? '' };
}

export async function liveOnes(tenant: Tenant, tokens: Record<string, string>): Promise<string[]> {
  const live = await Promise.all(Object.values(tokens).map((value) => tenant.isLive(value)));
  return Object.keys(tokens).filter((_name, index) => live[index]);
}
