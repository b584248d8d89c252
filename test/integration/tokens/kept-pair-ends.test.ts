import { UsersService } from '../../../src/users/users.service.js';
import { PrunerService } from '../../../src/tokens/pruner.service.js';
import type { IssuedTokens } from '../../../src/tokens/token.types.js';
import type { Domain } from '../../support/domain.js';
import { REQUEST, aTenant, freshTokenDomain, type Tenant } from '../../support/tenant.js';
import { keptPairsOf } from './kept-pairs-support.js';

/** Seconds. */
const HOUR = 3600;

let domain: Domain;
let tenant: Tenant;
beforeAll(async () => {
  domain = await freshTokenDomain();
});
afterAll(() => domain.close());

const { keep, inRealm, kept, expectSame, expectAnother } = keptPairsOf(() => tenant);

describe.each([
  ['jwt', 1],
  ['opaque', 0],
] as const)('of %s tokens', (accessTokenFormat, stored) => {
  beforeEach(async () => {
    tenant = await aTenant(domain, { realm: { tokenValiditySeconds: 600 }, client: { accessTokenFormat } });
  });

  describe('a pair whose access token is dead', () => {
    /** Each with whether the values are erased at once; what only suspends a token leaves them for when it lives again. */
    const ends: [string, boolean, (first: IssuedTokens) => Promise<unknown>][] = [
      ['revoked', true, (first) => tenant.revoke(first.accessToken)],
      ['revoked with its refresh token', true, (first) => tenant.revoke(first.refreshToken)],
      [
        'revoked by whoever holds it',
        true,
        async (first) => tenant.tokens.revokeByHolder(await tenant.realm(), first.accessToken, REQUEST),
      ],
      [
        'of a grant that an administrator ended',
        true,
        async (first) => tenant.tokens.revokeGrant(await tenant.realm(), first.grant?.id ?? '', REQUEST),
      ],
      [
        'of a user who was signed out everywhere',
        true,
        async () => tenant.tokens.revokeGrantsOfUser(await tenant.realm(), (await tenant.user()).id, REQUEST),
      ],
      ['of a user with a new password', true, () => tenant.changeUser({ password: 'another one that nobody guesses' })],
      ['of a user with a notBefore', true, () => tenant.changeUser({ notBefore: domain.clock.now() })],
      ['of a client with a notBefore', false, () => tenant.changeClient({ notBefore: domain.clock.now() })],
      ['of a realm with a notBefore', false, () => tenant.changeRealm({ notBefore: domain.clock.now() })],
      ['expired', false, () => Promise.resolve(domain.clock.advance(600))],
    ];

    it.each(ends)('because it is %s is not given again', async (_name, erased, end) => {
      const first = await keep();
      domain.clock.advance(1);
      await end(first);
      domain.clock.advance(1);
      if (erased && stored > 0) expect(await kept()).toBe(0);
      expect(await tenant.isLive(first.accessToken)).toBe(false);
      await expectAnother(first);
      expect([await kept(), await inRealm('kept_pairs')]).toEqual([stored, 1]);
    });

    it('because the client was disabled is given once the client is back', async () => {
      const first = await keep();
      await tenant.changeClient({ enabled: false });
      expect(await tenant.isLive(first.accessToken)).toBe(false);
      await tenant.changeClient({ enabled: true });
      await expectSame(first);
    });

    it('loses its place with its grant', async () => {
      await tenant.changeRealm({ grantValiditySeconds: 2 * HOUR });
      await keep();
      for (const places of [1, 0]) {
        domain.clock.advance(HOUR);
        await domain.get(PrunerService).prune();
        expect(await inRealm('kept_pairs')).toBe(places);
      }
    });

    it('is deleted with its realm', async () => {
      await keep();
      await tenant.tokens.deleteAllOf(await tenant.realm());
      expect(await inRealm('kept_pairs')).toBe(0);
    });

    it('stays when it is another access token of the grant that is revoked', async () => {
      const first = await keep({ policy: { refreshTokens: 'rotate' } });
      const second = await tenant.refresh(first.refreshToken);
      await tenant.revoke(first.accessToken);
      await expectSame(second);
    });

    it('because its refresh token is over is not given again, though the access token lives', async () => {
      await tenant.changeClient({ refreshTokenValiditySeconds: 60 });
      const first = await keep();
      domain.clock.advance(60);
      expect(await tenant.isLive(first.accessToken)).toBe(true);
      await expectAnother(first);
    });
  });
});

describe('what is stored of a pair with a JWT', () => {
  beforeEach(async () => {
    tenant = await aTenant(domain, { realm: { tokenValiditySeconds: 600 } });
  });

  it('is erased with its user', async () => {
    await keep();
    await domain.get(UsersService).delete(await tenant.realm(), tenant.username);
    expect(await kept()).toBe(0);
  });

  it('is erased when it has expired', async () => {
    await keep();
    domain.clock.advance(599);
    await domain.get(PrunerService).prune();
    expect(await kept()).toBe(1);
    domain.clock.advance(1);
    await domain.get(PrunerService).prune();
    expect(await kept()).toBe(0);
  });

  it('is erased within an hour of its end when it came from a refresh', async () => {
    const first = await keep();
    domain.clock.advance(300);
    const second = await tenant.refresh(first.refreshToken);
    domain.clock.advance(300);
    await domain.get(PrunerService).prune();
    await expectSame(second);
    domain.clock.advance(HOUR);
    await domain.get(PrunerService).prune();
    expect(await kept()).toBe(0);
    await expectSame(await tenant.refresh(second.refreshToken));
  });
});
