import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { EgressResponse } from '../../egress/egress.types.js';
import { readCompact, type CompactJws } from '../../kernel/compact-jws.js';
import { exportPublicJwk, signCompact, type SigningAlgorithm } from '../../kernel/jws.js';
import { ClientKeys } from './client-keys.service.js';
import { RemoteKeySets } from './remote-key-sets.service.js';

const rsa = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const ec = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const URI = 'https://app.example.com/jwks';

function signed(key: KeyObject, algorithm: SigningAlgorithm, header: Record<string, unknown> = {}): CompactJws {
  const head = Buffer.from(JSON.stringify({ alg: algorithm, ...header })).toString('base64url');
  return readCompact(signCompact(head, { sub: 'app' }, algorithm, key)) as CompactJws;
}

const jwk = (key: KeyObject, members: Record<string, unknown> = {}) => ({ ...exportPublicJwk(key), ...members });

/** Publishes one set of keys after another, and counts who asks. */
function publish(...sets: (readonly object[] | null)[]) {
  const state = { asked: 0, now: 1_000_000, headers: {} as Record<string, string> };
  const egress = {
    fetch: async (): Promise<EgressResponse> => {
      const keys = sets[Math.min(state.asked++, sets.length - 1)];
      if (!keys) throw new Error('unreachable');
      return { status: 200, headers: state.headers, body: Buffer.from(JSON.stringify({ keys })) };
    },
  };
  const keys = new ClientKeys(new RemoteKeySets(egress as never, { now: () => state.now }));
  return { state, keys, client: { jwks: null, jwksUri: URI } };
}

describe('keys of clients by value', () => {
  const keys = new ClientKeys(undefined as never);
  const [mine, other, curve] = [rsa(), rsa(), ec()];
  const of = (...set: Record<string, unknown>[]) => ({ jwks: { keys: set }, jwksUri: null });

  it.each<[SigningAlgorithm, KeyObject]>([
    ['RS256', mine],
    ['PS256', mine],
    ['ES256', curve],
  ])('prove what they signed with %s', async (algorithm, key) => {
    expect(await keys.hasSigned(of(jwk(key)), signed(key, algorithm), algorithm)).toBe(true);
    expect(await keys.hasSigned(of(jwk(other), jwk(ec())), signed(key, algorithm), algorithm)).toBe(false);
  });

  it('req 46: of one kid are told apart by their type', async () => {
    const set = of(jwk(curve, { kid: 'k' }), jwk(mine, { kid: 'k' }));
    expect(await keys.hasSigned(set, signed(mine, 'RS256', { kid: 'k' }), 'RS256')).toBe(true);
    expect(await keys.hasSigned(set, signed(curve, 'ES256', { kid: 'k' }), 'ES256')).toBe(true);
  });

  it.each(['../../etc/passwd', "' OR 1=1 --", 'https://evil.example/jwks', 5, null, ['k'], { kid: 'k' }])(
    'req 46: a kid is a name and nothing else: %j',
    async (kid) => {
      expect(await keys.hasSigned(of(jwk(mine, { kid: 'k' })), signed(mine, 'RS256', { kid }), 'RS256')).toBe(false);
    },
  );

  it('req 46: keys that a header brings or points to are not looked at', async () => {
    const header = { jwk: jwk(other), jku: URI, x5u: URI, x5c: ['MIIB'] };
    expect(await keys.hasSigned(of(jwk(mine)), signed(other, 'RS256', header), 'RS256')).toBe(false);
    expect(await keys.hasSigned(of(jwk(mine)), signed(mine, 'RS256', header), 'RS256')).toBe(true);
  });

  it.each([
    { use: 'enc' },
    { alg: 'RSA-OAEP-256' },
    { alg: 'PS256' },
    { key_ops: ['encrypt'] },
    { kty: 'oct' },
    { n: 5 },
  ])('that are for something else prove nothing: %j', async (members) => {
    expect(await keys.hasSigned(of(jwk(mine, members)), signed(mine, 'RS256'), 'RS256')).toBe(false);
  });

  it('that are too weak prove nothing', async () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    expect(await keys.hasSigned(of(jwk(weak)), signed(weak, 'RS256'), 'RS256')).toBe(false);
  });
});

describe('keys of clients by reference', () => {
  const [old, next] = [rsa(), rsa()];
  const byOld = signed(old, 'RS256', { kid: 'old' });
  const byNext = signed(next, 'RS256', { kid: 'next' });
  const sets = [[jwk(old, { kid: 'old' })], [jwk(old, { kid: 'old' }), jwk(next, { kid: 'next' })]];

  it('are fetched once while they are fresh', async () => {
    const { state, keys, client } = publish(...sets);
    for (let turn = 0; turn < 3; turn++) expect(await keys.hasSigned(client, byOld, 'RS256')).toBe(true);
    await Promise.all([1, 2, 3].map(() => keys.hasSigned(client, byOld, 'RS256')));
    expect(state.asked).toBe(1);
  });

  it('are fetched once more for a key id that is new', async () => {
    const { state, keys, client } = publish(...sets);
    expect(await keys.hasSigned(client, byOld, 'RS256')).toBe(true);
    state.now += 10_000;
    expect(await keys.hasSigned(client, byNext, 'RS256')).toBe(true);
    expect(state.asked).toBe(2);
  });

  it('are not fetched again and again for key ids that nobody has', async () => {
    const { state, keys, client } = publish(...sets);
    for (let turn = 0; turn < 20; turn++)
      await keys.hasSigned(client, signed(old, 'RS256', { kid: `${turn}` }), 'RS256');
    expect(state.asked).toBe(1);
  });

  it.each([
    ['', 299, 1],
    ['', 301, 2],
    ['max-age=1', 59, 1],
    ['max-age=1', 61, 2],
    ['public, max-age=900', 899, 1],
    ['max-age=31536000', 3601, 2],
  ])('with cache-control %j are, after %i seconds, fetched %i times', async (header, seconds, times) => {
    const { state, keys, client } = publish(...sets);
    state.headers = { 'cache-control': header };
    await keys.hasSigned(client, byOld, 'RS256');
    state.now += seconds * 1000;
    await keys.hasSigned(client, byOld, 'RS256');
    expect(state.asked).toBe(times);
  });

  it('that cannot be had prove nothing, and are asked for again a little later', async () => {
    const { state, keys, client } = publish(null, ...sets);
    expect(await keys.hasSigned(client, byOld, 'RS256')).toBe(false);
    expect(await keys.hasSigned(client, byOld, 'RS256')).toBe(false);
    expect(state.asked).toBe(1);
    state.now += 10_000;
    expect(await keys.hasSigned(client, byOld, 'RS256')).toBe(true);
  });
});
