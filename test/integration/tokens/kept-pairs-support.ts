import { idToBytes } from '../../../src/kernel/ids.js';
import type { GrantStart, IssuedTokens } from '../../../src/tokens/token.types.js';
import type { Tenant } from '../../support/tenant.js';

const POLICY = { refreshTokens: 'rotate', onReuse: 'refuses', grace: false, endsOlderAccess: true } as const;

export const values = ({ accessToken, refreshToken }: IssuedTokens): unknown => ({ accessToken, refreshToken });

/** Asks for kept pairs of a tenant, and counts what is kept of them. */
export function keptPairsOf(tenant: () => Tenant) {
  const keep = (wanted: Partial<GrantStart> = {}, by = tenant()): Promise<IssuedTokens> =>
    by.startGrant({ keepPair: true, policy: POLICY, ...wanted });
  const inRealm = async (table: string, condition = ''): Promise<number> =>
    tenant().count(table, `realmId = ?${condition}`, [idToBytes((await tenant().realm()).id)]);
  const kept = (): Promise<number> => inRealm('grants', ' AND keptPair IS NOT NULL');

  async function expectSame(first: IssuedTokens, wanted: Partial<GrantStart> = {}, by = tenant()): Promise<void> {
    expect(values(await keep(wanted, by))).toEqual(values(first));
  }
  async function expectAnother(first: IssuedTokens, wanted: Partial<GrantStart> = {}, by = tenant()): Promise<void> {
    const second = await keep(wanted, by);
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(await by.isLive(second.accessToken)).toBe(true);
  }
  return { keep, inRealm, kept, expectSame, expectAnother };
}
