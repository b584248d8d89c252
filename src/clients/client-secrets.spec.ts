import { hmacSha256 } from '../kernel/digest.js';
import { Ids } from '../kernel/ids.js';
import { SystemRandom } from '../kernel/random.js';
import { Sealer } from '../kernel/seal.js';
import type { RealmDataKeys } from '../realms/realm-data-keys.js';
import type { Realm } from '../realms/realm.types.js';
import type { RealmsService } from '../realms/realms.service.js';
import type { SecretHasher } from '../secrets/secret-hasher.js';
import { ClientSecrets } from './client-secrets.js';
import type { Client, StoredSecret } from './client.types.js';

const REALM = { id: 'r', name: 'demo' } as Realm;
const REALM_KEY = 'the-realm-key';

describe('ClientSecrets', () => {
  const clock = { time: 1_000_000, now: () => clock.time };
  const random = new SystemRandom();
  const hasher = { hash: (secret: string) => hmacSha256(Buffer.from('pepper'), secret) } as SecretHasher;
  const realms = { verifyKey: (_: Realm, presented: string) => presented === REALM_KEY } as unknown as RealmsService;
  const sealer = new Sealer([{ kid: 'realm', key: Buffer.alloc(32, 1) }], random);
  const dataKeys = { sealerOf: async () => sealer } as unknown as RealmDataKeys;
  const secrets = new ClientSecrets(hasher, realms, random, new Ids(clock, random), clock, dataKeys);

  const stored = (secret: string, expiresAt: number | null = null): StoredSecret => ({
    ...secrets.store(secret, 'secret'),
    expiresAt,
  });
  const client = (type: Client['type'], ...own: StoredSecret[]): Client =>
    ({ type, secrets: own }) as unknown as Client;

  it('takes the live secret of a client, and no other text', () => {
    const mine = client('confidential', stored('s'.repeat(32)));
    expect(secrets.verify(REALM, mine, 's'.repeat(32))).toBe(true);
    for (const other of ['', 's'.repeat(31), 's'.repeat(33), 'S'.repeat(32), REALM_KEY]) {
      expect(secrets.verify(REALM, mine, other)).toBe(false);
    }
  });

  it('req 45: takes both of two live secrets', () => {
    const mine = client('confidential', stored('a'.repeat(16)), stored('b'.repeat(16)));
    expect(secrets.verify(REALM, mine, 'a'.repeat(16))).toBe(true);
    expect(secrets.verify(REALM, mine, 'b'.repeat(16))).toBe(true);
  });

  it('refuses a secret from the moment that it ends', () => {
    const mine = client('confidential', stored('a'.repeat(16), clock.time + 1));
    expect(secrets.verify(REALM, mine, 'a'.repeat(16))).toBe(true);
    clock.time += 1;
    expect(secrets.verify(REALM, mine, 'a'.repeat(16))).toBe(false);
  });

  it('takes the realm key for a confidential client without a secret of its own', () => {
    expect(secrets.verify(REALM, client('confidential'), REALM_KEY)).toBe(true);
    expect(secrets.verify(REALM, client('confidential'), 'wrong')).toBe(false);
  });

  it('refuses the realm key where the only secret of the client has ended', () => {
    const ended = client('confidential', stored('a'.repeat(16), clock.time));
    expect(secrets.verify(REALM, ended, REALM_KEY)).toBe(false);
  });

  it('never authenticates a public client, nor one that does not exist', () => {
    expect(secrets.verify(REALM, client('public'), REALM_KEY)).toBe(false);
    expect(secrets.verify(REALM, client('public', stored('a'.repeat(16))), 'a'.repeat(16))).toBe(false);
    expect(secrets.verify(REALM, null, REALM_KEY)).toBe(false);
  });

  it.each(['x'.repeat(15), 'x'.repeat(257), 'é'.repeat(16), 'x'.repeat(16) + '\n', ''])(
    'refuses to store %j',
    (secret) => {
      expect(() => secrets.store(secret, 'secret')).toThrow(expect.objectContaining({ code: 'invalid' }));
    },
  );

  it('req 38: stores nothing but a keyed hash', () => {
    const secret = secrets.generate();
    expect(JSON.stringify(secrets.store(secret, 'secret'))).not.toContain(secret);
    expect(secret).toMatch(/^[\w-]{43}$/);
  });

  it('req 45: keeps a secret to sign with sealed, and no shorter than the hash', async () => {
    const signing = { ...client('confidential'), tokenEndpointAuthMethods: ['client_secret_jwt'] } as Client;
    await expect(secrets.keep(REALM, signing, 'x'.repeat(31), 'clientSecret')).rejects.toMatchObject({
      code: 'invalid',
    });
    const [first, second] = [
      await secrets.keep(REALM, signing, 'x'.repeat(32), 'clientSecret'),
      await secrets.keep(REALM, signing, 'y'.repeat(32), 'clientSecret'),
    ];
    expect(JSON.stringify(first)).not.toContain('xxx');
    const both = { ...signing, secrets: [first, { ...second, expiresAt: clock.time + 1 }] };
    expect((await secrets.signing(REALM, both)).map(String)).toEqual(['x'.repeat(32), 'y'.repeat(32)]);
    clock.time += 1;
    expect((await secrets.signing(REALM, both)).map(String)).toEqual(['x'.repeat(32)]);
    expect(await secrets.signing(REALM, { ...both, tokenEndpointAuthMethods: ['client_secret_basic'] })).toEqual([]);
  });

  it('adds a second secret and refuses a third', () => {
    const two = secrets.add([stored('a'.repeat(16))], stored('b'.repeat(16)));
    expect(two).toHaveLength(2);
    expect(() => secrets.add(two, stored('c'.repeat(16)))).toThrow(expect.objectContaining({ code: 'conflict' }));
  });

  it('counts no secret that has ended, and does not keep it', () => {
    const [ended, live, third] = ['a', 'b', 'c'].map((letter) => stored(letter.repeat(16)));
    const two = [{ ...ended!, expiresAt: clock.time }, live!];
    expect(secrets.live(client('confidential', ...two))).toEqual([live]);
    expect(secrets.add(two, third!)).toEqual([live, third]);
  });

  it('ends the other secrets when it is told to, and never later than they would have', () => {
    const [first, second] = secrets.add([stored('a'.repeat(16), clock.time + 5000)], stored('b'.repeat(16)), 60);
    expect(first?.expiresAt).toBe(clock.time + 5000);
    expect(second?.expiresAt).toBeNull();
    const [third] = secrets.add([stored('a'.repeat(16))], stored('b'.repeat(16)), 60);
    expect(third?.expiresAt).toBe(clock.time + 60_000);
  });

  it('replaces both of two secrets when they end at once', () => {
    const two = [stored('a'.repeat(16)), stored('b'.repeat(16))];
    expect(secrets.add(two, stored('c'.repeat(16)), 0)).toHaveLength(1);
  });
});
