import { KeysService } from '../../../src/keys/keys.service.js';
import { JwtVerifier } from '../../../src/keys/jwt-verifier.service.js';
import type { KeyView } from '../../../src/keys/key.types.js';
import { CLOCK_SKEW, KEY_SET_MAX_AGE } from '../../../src/keys/publication.rules.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { type Domain, freshDomain, openDomain } from '../../support/domain.js';

const HOUR = 3600;
/** Seconds after which no cached key set lacks a key. */
const PUBLISHED = KEY_SET_MAX_AGE + CLOCK_SKEW;

describe('signing keys', () => {
  let node: Domain;
  let other: Domain;
  let keys: KeysService;
  let realm: Realm;

  beforeAll(async () => {
    node = await freshDomain();
    other = await openDomain({ url: node.url, clock: node.clock });
    keys = node.get(KeysService);
  });
  beforeEach(async () => {
    realm = await node.realm(`r${Math.random().toString(36).slice(2)}`);
    await keys.provision(realm);
    node.clock.advance(PUBLISHED);
  });
  afterAll(async () => {
    await other.close();
    await node.close();
  });

  const exp = (seconds: number): number => Math.floor(node.clock.now() / 1000) + seconds;
  const sign = (from: Domain, seconds = HOUR): Promise<string> =>
    from.get(KeysService).sign(realm, 'ES256', 'at+jwt', { sub: 'me', exp: exp(seconds) });
  const verify = (on: Domain, token: string) => on.get(JwtVerifier).verify(realm, token, 'at+jwt');
  const es256Served = async (): Promise<number> =>
    (await keys.jwks(realm)).keys.filter(({ alg }) => alg === 'ES256').length;
  const states = (list: KeyView[], alg: string): string[] =>
    list.filter((key) => key.alg === alg).map(({ state }) => state);

  it('gives a realm an active and a next key of ES256 and RS256', async () => {
    const list = await keys.list(realm);
    expect(list.map(({ alg, state }) => [alg, state])).toEqual([
      ['ES256', 'active'],
      ['ES256', 'next'],
      ['RS256', 'active'],
      ['RS256', 'next'],
    ]);
  });

  it('req 80: publishes the key that signs next before it signs', async () => {
    const { kid } = (await keys.list(realm)).find(({ alg, state }) => alg === 'ES256' && state === 'next') as KeyView;
    expect((await keys.jwks(realm)).keys.map((key) => key['kid'])).toContain(kid);
    await keys.rotate(realm);
    expect((await keys.signer(realm, 'ES256')).kid).toBe(kid);
  });

  it('req 80: lets no key sign while a cached key set may lack it, of a new realm neither', async () => {
    const fresh = await node.realm(`r${Math.random().toString(36).slice(2)}`);
    await keys.provision(fresh);
    const ready = new Date(node.clock.now() + PUBLISHED * 1000).toISOString();
    const tooEarly = expect.objectContaining({ code: 'conflict', message: expect.stringContaining(ready) });
    await expect(keys.rotate(fresh)).rejects.toEqual(tooEarly);
    node.clock.advance(PUBLISHED - 1);
    await expect(keys.rotate(fresh)).rejects.toEqual(tooEarly);
    node.clock.advance(1);
    expect(await keys.rotate(fresh)).toBe(true);
    await expect(keys.rotate(fresh)).rejects.toMatchObject({ code: 'conflict' });
    expect(states(await keys.list(fresh), 'ES256')).toEqual(['retired', 'active', 'next']);
  });

  it('req 80: waits for the youngest of the next keys', async () => {
    await keys.signer(realm, 'PS256');
    await expect(keys.rotate(realm)).rejects.toMatchObject({ code: 'conflict' });
    node.clock.advance(PUBLISHED);
    expect(await keys.rotate(realm)).toBe(true);
  });

  it('req 80: keeps a retired key until the last token that it signed has expired, and a minute more', async () => {
    const token = await sign(node, 2 * HOUR);
    await keys.rotate(realm);
    node.clock.advance(2 * HOUR - 1);
    expect(await verify(node, token)).toMatchObject({ sub: 'me' });
    expect(await es256Served()).toBe(3);
    node.clock.advance(62);
    expect(await es256Served()).toBe(2);
    expect(await verify(node, token)).toBeNull();
  });

  it('serves a key for a longer token that another node signed with it, even past its retirement', async () => {
    const first = await sign(node, HOUR);
    const { kid } = await keys.signer(realm, 'ES256');
    await sign(other, 5 * HOUR);
    await keys.rotate(realm);
    const retired = (await keys.list(realm)).find((key) => key.kid === kid) as KeyView;
    expect(retired.servedUntil).toBe(node.clock.now() + (5 * HOUR + 60) * 1000);
    expect(await verify(other, first)).not.toBeNull();
  });

  it('req 80: makes one rotation of two that come at once', async () => {
    const before = (await keys.list(realm)).find(({ alg, state }) => alg === 'ES256' && state === 'next') as KeyView;
    const outcomes = await Promise.all([keys.rotate(realm), other.get(KeysService).rotate(realm)]);
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    const after = await keys.list(realm);
    expect(states(after, 'ES256')).toEqual(['retired', 'active', 'next']);
    expect(states(after, 'RS256')).toEqual(['retired', 'active', 'next']);
    expect(after.find(({ kid }) => kid === before.kid)?.state).toBe('active');
  });

  it('verifies on every node each token that is signed while keys rotate', async () => {
    const tokens: string[] = [];
    const rotations = (async () => {
      for (let round = 0; round < 4 || tokens.length <= 10; round++) {
        await (round % 2 ? keys : other.get(KeysService)).rotate(realm);
        node.clock.advance(PUBLISHED);
      }
    })();
    let rotating = true;
    void rotations.finally(() => (rotating = false));
    while (rotating) tokens.push(...(await Promise.all([sign(node), sign(other)])));
    await rotations;
    const verified = await Promise.all(tokens.flatMap((token) => [verify(node, token), verify(other, token)]));
    expect(tokens.length).toBeGreaterThan(10);
    expect(verified.filter((claims) => claims === null)).toEqual([]);
  });

  it('req 80: makes PS256 keys when a client first asks, one set for however many nodes and requests', async () => {
    expect(states(await keys.list(realm), 'PS256')).toEqual([]);
    const nodes = [node, other, node, other, node, other];
    const signers = await Promise.all(nodes.map((each) => each.get(KeysService).signer(realm, 'PS256')));
    expect(new Set(signers.map(({ kid }) => kid)).size).toBe(1);
    expect(states(await keys.list(realm), 'PS256')).toEqual(['active', 'next']);
  });

  it('deletes keys that are not served any more at the next rotation', async () => {
    await sign(node, HOUR);
    await keys.rotate(realm);
    node.clock.advance(2 * HOUR);
    await keys.rotate(realm);
    expect(states(await keys.list(realm), 'ES256')).toEqual(['retired', 'active', 'next']);
  });

  it('takes the keys away with the realm', async () => {
    const token = await sign(node);
    await keys.deleteAllOf(realm);
    expect(await keys.list(realm)).toEqual([]);
    expect(await verify(node, token)).toBeNull();
  });
});
