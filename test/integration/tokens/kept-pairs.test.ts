import { PrunerService } from '../../../src/tokens/pruner.service.js';
import type { IssuedTokens } from '../../../src/tokens/token.types.js';
import { idToBytes } from '../../../src/kernel/ids.js';
import { SealError } from '../../../src/kernel/seal.js';
import type { Domain } from '../../support/domain.js';
import { API, OTHER_API, aTenant, freshTokenDomain, secondNode, type Tenant } from '../../support/tenant.js';
import { keptPairsOf, values } from './kept-pairs-support.js';

const ROUNDS = 20;
const TIMES = 40;

let domain: Domain;
let other: Domain;
let tenant: Tenant;
beforeAll(async () => {
  domain = await freshTokenDomain();
  other = await secondNode(domain);
});
afterAll(async () => {
  await other.close();
  await domain.close();
});

const { keep, inRealm, kept, expectSame, expectAnother } = keptPairsOf(() => tenant);

describe.each(['jwt', 'opaque'] as const)('of %s tokens', (accessTokenFormat) => {
  const begin = (): Promise<Tenant> =>
    aTenant(domain, { realm: { tokenValiditySeconds: 600 }, client: { accessTokenFormat } });
  beforeEach(async () => {
    tenant = await begin();
  });

  describe('a pair that is kept', () => {
    it('is given again with what is left of its time, at every node', async () => {
      const first = await keep({ attributes: { vertical: 'blue' } });
      expect(first.expiresInSeconds).toBe(600);
      domain.clock.advance(100);
      for (const by of [tenant, tenant.at({ domain: other })]) {
        const again = await keep({ attributes: { vertical: 'red' } }, by);
        expect(again).toEqual({ ...first, expiresInSeconds: 500, grant: again.grant });
        expect(again.grant).toMatchObject({ id: first.grant?.id, attributes: { vertical: 'blue' } });
      }
      expect(await inRealm('grants')).toBe(1);
      expect(await inRealm('audit_events')).toBe(3);
    });

    it('is for its scopes and resources in any order, and for no others', async () => {
      const first = await keep({ scope: ['openid', 'reports:read'], resources: [API, OTHER_API] });
      await expectSame(first, { scope: ['reports:read', 'openid'], resources: [OTHER_API, API] });
      await expectAnother(first, { scope: ['openid'], resources: [API, OTHER_API] });
      await expectAnother(first, { scope: ['openid', 'reports:read'], resources: [API] });
      await expectSame(first, { scope: ['openid', 'reports:read'], resources: [API, OTHER_API] });
    });

    it('is for its client alone', async () => {
      const first = await keep();
      await tenant.addClient({ clientId: 'another' });
      await expectAnother(first, {}, tenant.at({ clientId: 'another' }));
    });

    it('is not given where nobody asks for it', async () => {
      const first = await keep();
      expect((await tenant.startGrant()).accessToken).not.toBe(first.accessToken);
      await expectSame(first);
    });

    it('is refused a resource that the client may not ask for', async () => {
      await expect(keep({ resources: ['https://elsewhere.example'] })).rejects.toMatchObject({
        code: 'invalid_target',
      });
      expect(await inRealm('kept_pairs')).toBe(0);
    });
  });

  describe('a refresh of a kept pair', () => {
    it('puts the new pair in its place', async () => {
      const first = await keep();
      const second = await tenant.refresh(first.refreshToken);
      await expectSame(second);
      const third = await tenant.refresh(second.refreshToken);
      await expectSame(third, {}, tenant.at({ domain: other }));
      expect(await inRealm('kept_pairs')).toBe(1);
      expect(await inRealm('grants')).toBe(1);
    });

    it('keeps the new pair when the old one is gone', async () => {
      const first = await keep();
      domain.clock.advance(600);
      await domain.get(PrunerService).prune();
      await expectSame(await tenant.refresh(first.refreshToken));
    });

    it('leaves the place to the pair of another grant that lives there', async () => {
      const first = await keep();
      await tenant.revoke(first.accessToken);
      const second = await keep();
      const third = await tenant.refresh(first.refreshToken);
      expect(await tenant.isLive(third.accessToken)).toBe(true);
      await expectSame(second);
    });

    it('to less than was granted is not kept', async () => {
      const first = await keep();
      const narrowed = await tenant.refresh(first.refreshToken, { scope: ['openid'] });
      if (accessTokenFormat === 'jwt') expect(await kept()).toBe(0);
      await expectAnother(narrowed);
      await expectAnother(narrowed, { scope: ['openid'] });
    });

    it('to all that was granted is kept again after one that was for less', async () => {
      const first = await keep();
      const narrowed = await tenant.refresh(first.refreshToken, { scope: ['openid'] });
      await expectSame(await tenant.refresh(narrowed.refreshToken));
      expect([await inRealm('grants'), await inRealm('kept_pairs')]).toEqual([1, 1]);
    });

    it('is answered again within the grace window, where the grant has one', async () => {
      await tenant.changeRealm({ refreshGraceSeconds: 10 });
      const first = await keep({ policy: { refreshTokens: 'rotate' } });
      const second = await tenant.refresh(first.refreshToken);
      expect((await tenant.refresh(first.refreshToken)).refreshToken).toBe(second.refreshToken);
      await expectSame(second);
    });

    it('that is refused changes nothing', async () => {
      const first = await keep();
      const second = await tenant.refresh(first.refreshToken);
      await expect(tenant.refresh(first.refreshToken)).rejects.toMatchObject({ reason: 'used' });
      await expectSame(second);
    });
  });

  describe('races for a kept pair at two nodes', () => {
    const nodes = (): Tenant[] => [tenant, tenant.at({ domain: other })];
    const everywhere = (): Tenant[] => Array.from({ length: TIMES }, (_, index) => nodes()[index % 2] as Tenant);
    const distinct = (all: IssuedTokens[]): Set<string> => new Set(all.map((issued) => JSON.stringify(values(issued))));

    it('many first requests at once are given one pair, and leave one grant', async () => {
      for (let round = 1; round <= ROUNDS; round++) {
        tenant = await begin();
        const all = await Promise.all(everywhere().map((by) => keep({}, by)));
        expect(distinct(all).size).toBe(1);
        expect([await inRealm('grants'), await inRealm('kept_pairs')]).toEqual([1, 1]);
        expect(await tenant.isLive(all[0]?.accessToken)).toBe(true);
      }
    });

    it('many requests after the pair has died are given one pair', async () => {
      let last = await keep();
      for (let round = 1; round <= ROUNDS; round++) {
        domain.clock.advance(600);
        const all = await Promise.all(everywhere().map((by) => keep({}, by)));
        expect(distinct(all).size).toBe(1);
        expect(all[0]?.accessToken).not.toBe(last.accessToken);
        last = all[0] as IssuedTokens;
        expect(await inRealm('grants')).toBe(round + 1);
      }
    });

    it('a refresh meanwhile: each is given the old pair or the new one, and then all the new one', async () => {
      let last = await keep();
      for (let round = 1; round <= ROUNDS; round++) {
        const [here, there] = nodes() as [Tenant, Tenant];
        const all = Promise.all(everywhere().map((by) => keep({}, by)));
        const next = await (round % 2 ? here : there).refresh(last.refreshToken);
        const allowed = [last, next].map((issued) => JSON.stringify(values(issued)));
        expect(allowed).toEqual(expect.arrayContaining([...distinct(await all)]));
        for (const by of nodes()) await expectSame(next, {}, by);
        last = next;
      }
      expect([await inRealm('grants'), await inRealm('kept_pairs')]).toEqual([1, 1]);
    });

    it.each(['accessToken', 'refreshToken'] as const)(
      'a revocation of the %s meanwhile: nobody who comes after it is given the old pair',
      async (which) => {
        let last = await keep();
        for (let round = 1; round <= ROUNDS; round++) {
          const [here, there] = nodes() as [Tenant, Tenant];
          const meanwhile = Promise.all(everywhere().map((by) => keep({}, by)));
          await here.revoke(last[which]);
          const after = await Promise.all([keep({}, here), keep({}, there)]);
          expect(distinct(after).size).toBe(1);
          expect(after[0]?.accessToken).not.toBe(last.accessToken);
          expect(await there.isLive(after[0]?.accessToken)).toBe(true);
          expect(distinct([...(await meanwhile), ...after]).size).toBeLessThanOrEqual(2);
          expect(await inRealm('kept_pairs')).toBe(1);
          last = after[0] as IssuedTokens;
        }
      },
    );

    it('a new password meanwhile: no pair of before outlives it', async () => {
      for (let round = 1; round <= 5; round++) {
        const meanwhile = Promise.allSettled(everywhere().map((by) => keep({}, by)));
        await tenant.changeUser({ password: `password number ${round} of many` });
        const given = (await meanwhile).flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
        domain.clock.advance(1);
        const { accessToken } = await keep();
        for (const before of given) {
          if (before.accessToken !== accessToken) expect(await tenant.isLive(before.accessToken)).toBe(false);
        }
        expect(await inRealm('kept_pairs')).toBe(1);
        domain.clock.advance(1);
      }
    });
  });
});

describe('what is stored of a pair', () => {
  beforeEach(async () => {
    tenant = await aTenant(domain);
  });

  it('of JWTs is not readable, and opens for no other grant', async () => {
    const first = await keep();
    await keep({ scope: ['openid'] });
    const rows = await tenant.sql.query<{ keptPair: string }>('SELECT keptPair FROM grants WHERE id = ?', [
      idToBytes(first.grant?.id ?? ''),
    ]);
    const sealed = rows[0]?.keptPair ?? '';
    expect(sealed).not.toBe('');
    for (const value of [first.accessToken, first.refreshToken ?? '']) {
      expect(sealed).not.toContain(value);
      expect(sealed).not.toContain(Buffer.from(value).toString('base64url').slice(2, -2));
    }
    await tenant.sql.execute('UPDATE grants SET keptPair = ? WHERE keptPair IS NOT NULL', [sealed]);
    await expect(keep({ scope: ['openid'] })).rejects.toThrow(SealError);
    await tenant.sql.execute('UPDATE grants SET keptPair = NULL');
  });

  it('of opaque tokens is nothing, first and last', async () => {
    await tenant.changeClient({ accessTokenFormat: 'opaque' });
    const first = await keep();
    const second = await tenant.refresh(first.refreshToken);
    expect(await kept()).toBe(0);
    await expectSame(second);
  });

  it('is what the format of the newest pair wants, whatever it was before', async () => {
    let last = await keep();
    for (const [accessTokenFormat, stored] of [
      ['opaque', 0],
      ['jwt', 1],
    ] as const) {
      await tenant.changeClient({ accessTokenFormat });
      await expectSame(last);
      last = await tenant.refresh(last.refreshToken);
      expect(await kept()).toBe(stored);
      await expectSame(last);
    }
    expect([await inRealm('grants'), await inRealm('kept_pairs')]).toEqual([1, 1]);
  });
});
