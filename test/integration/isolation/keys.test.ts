import { SealedKeysRepository } from '../../../src/keys/sealed-keys.repository.js';
import type { SigningKeyEntity } from '../../../src/keys/signing-key.entity.js';
import { SigningKeysRepository } from '../../../src/keys/signing-keys.repository.js';
import type { RealmRef } from '../../../src/database/realm-ref.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

const NOW = 1_000_000;

describe('signing keys', () => {
  let node: TwoRealms;
  let keys: SigningKeysRepository;

  const row = (realm: RealmRef, serial: number, state: SigningKeyEntity['state']): SigningKeyEntity => ({
    kid: `${realm.name}-${serial}`,
    realmId: realm.id,
    alg: 'ES256',
    serial,
    state,
    publicJwk: { of: realm.name },
    sealedPrivateKey: `sealed ${realm.name}`,
    longestTokenSeconds: 0,
    createdAt: 1,
    retiredAt: null,
    servedUntil: null,
  });
  const fill = (realm: RealmRef): Promise<void> =>
    keys.insertAll(realm, [
      row(realm, 1, 'active'),
      row(realm, 2, 'next'),
      { ...row(realm, 3, 'retired'), servedUntil: NOW },
    ]);
  const statesThere = async (): Promise<string[]> => (await keys.listAll(node.there)).map(({ state }) => state);

  beforeAll(async () => {
    node = await openTwoRealms();
    keys = new SigningKeysRepository(node.sql);
  });
  beforeEach(async () => {
    await fill(node.here);
    await fill(node.there);
  });
  afterEach(async () => {
    await keys.deleteAllOf(node.here);
    await keys.deleteAllOf(node.there);
  });
  afterAll(() => node.close());

  isolates('SigningKeysRepository.activeKid', async () => {
    const both = Promise.all([keys.activeKid(node.here, 'ES256'), keys.activeKid(node.there, 'ES256')]);
    expect(await both).toEqual(['here-1', 'there-1']);
    await keys.deleteAllOf(node.here);
    expect(await keys.activeKid(node.here, 'ES256')).toBeNull();
  });

  isolates('SigningKeysRepository.publicKey', async () => {
    const read = [
      keys.publicKey(node.here, 'there-1'),
      keys.publicKey(node.here, 'here-1'),
      keys.publicKey(node.there, 'there-1'),
    ];
    expect((await Promise.all(read)).map((key) => key?.kid ?? null)).toEqual([null, 'here-1', 'there-1']);
  });

  isolates('SigningKeysRepository.publicKeys', async () => {
    const both = await Promise.all([keys.publicKeys(node.here), keys.publicKeys(node.there)]);
    expect(both.map((set) => set.map(({ kid }) => kid))).toEqual([
      ['here-1', 'here-2', 'here-3'],
      ['there-1', 'there-2', 'there-3'],
    ]);
  });

  isolates('SigningKeysRepository.listAll', async () => {
    expect((await keys.listAll(node.here)).map(({ kid }) => kid)).toEqual(['here-1', 'here-2', 'here-3']);
  });

  isolates('SigningKeysRepository.sealedKey', async () => {
    expect(await keys.sealedKey(node.here, 'there-1')).toBeNull();
    expect((await keys.sealedKey(node.here, 'here-1'))?.sealedPrivateKey).toBe('sealed here');
  });

  isolates('SigningKeysRepository.insertAll', async () => {
    await keys.insertAll(node.here, [{ ...row(node.there, 4, 'next'), kid: 'stray' }]);
    expect(await statesThere()).toHaveLength(3);
    expect(await keys.publicKey(node.here, 'stray')).not.toBeNull();
  });

  isolates('SigningKeysRepository.retire', async () => {
    expect(await keys.retire(node.here, 'there-1', NOW, 60)).toBe(false);
    expect(await keys.retire(node.here, 'here-1', NOW, 60)).toBe(true);
    expect(await statesThere()).toEqual(['active', 'next', 'retired']);
  });

  isolates('SigningKeysRepository.activate', async () => {
    expect(await keys.activate(node.here, 'ES256', 2)).toBe(true);
    expect(await statesThere()).toEqual(['active', 'next', 'retired']);
  });

  isolates('SigningKeysRepository.noteLongestToken', async () => {
    await keys.noteLongestToken(node.here, 'there-1', 60, NOW);
    expect((await keys.sealedKey(node.there, 'there-1'))?.longestTokenSeconds).toBe(0);
  });

  isolates('SigningKeysRepository.deleteUnserved', async () => {
    await keys.deleteUnserved(node.here, NOW);
    expect(await keys.listAll(node.here)).toHaveLength(2);
    expect(await statesThere()).toHaveLength(3);
  });

  isolates('SigningKeysRepository.deleteAllOf', async () => {
    await keys.deleteAllOf(node.here);
    expect(await statesThere()).toHaveLength(3);
  });

  isolates('SealedKeysRepository.replace', async () => {
    const sealed = new SealedKeysRepository(node.sql);
    const foreign = { realm: node.there, kid: 'there-1', sealed: 'sealed there' };
    await sealed.replace(node.here, foreign, 'altered');
    expect((await keys.sealedKey(node.there, 'there-1'))?.sealedPrivateKey).toBe('sealed there');
    await sealed.replace(node.there, foreign, 'altered');
    expect((await keys.sealedKey(node.there, 'there-1'))?.sealedPrivateKey).toBe('altered');
  });
});
