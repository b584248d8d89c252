import type { Client } from '../clients/client.types.js';
import type { Realm } from '../realms/realm.types.js';
import { accessEnd, grantEnd, refreshEnd } from './lifetime.rules.js';

const realm = { tokenValiditySeconds: 60, refreshTokenValiditySeconds: 600, grantValiditySeconds: 6000 } as Realm;
const client = { accessTokenValiditySeconds: null, refreshTokenValiditySeconds: null } as Client;
const brief = { accessTokenValiditySeconds: 6, refreshTokenValiditySeconds: 7 } as Client;
const AT = 1_000_500;

describe('the end of a token', () => {
  it('is a whole second, so many seconds after that of its issue', () => {
    expect(accessEnd(realm, client, AT)).toBe(1_060_000);
    expect(refreshEnd(realm, client, AT, Infinity)).toBe(1_600_000);
  });

  it("is set by the client before the realm's", () => {
    expect(accessEnd(realm, brief, AT)).toBe(1_006_000);
    expect(refreshEnd(realm, brief, AT, Infinity)).toBe(1_007_000);
  });

  it("is set by the grant's dialect between the two", () => {
    const grant = { expiresAt: Infinity, policy: { accessTokenValiditySeconds: 30 } };
    expect(accessEnd(realm, client, AT, grant)).toBe(1_030_000);
    expect(accessEnd(realm, brief, AT, grant)).toBe(1_006_000);
  });

  it('req 59: is never later than that of the grant', () => {
    expect(accessEnd(realm, client, AT, { expiresAt: 1_001_000, policy: {} })).toBe(1_001_000);
    expect(refreshEnd(realm, client, AT, 1_002_000)).toBe(1_002_000);
  });
});

describe('the end of a grant', () => {
  it.each([
    ['is that of the realm', { withRefresh: true }, 7_000_000],
    ['may be wanted earlier', { withRefresh: true, expiresAt: 2_000_900 }, 2_000_000],
    ['is never later than that of the realm', { withRefresh: true, expiresAt: 9_000_000 }, 7_000_000],
    ['is that of its only token when nothing renews it', { withRefresh: false }, 1_060_000],
    ['bounds that token, too', { withRefresh: false, expiresAt: 1_010_000 }, 1_010_000],
  ])('%s', (_rule, start, expected) => {
    expect(grantEnd(realm, client, AT, start)).toBe(expected);
  });
});
