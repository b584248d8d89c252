import { ConnectionSecretsRepository } from '../../../../src/connections/vault/connection-secrets.repository.js';
import { TokenSealing } from '../../../../src/connections/vault/token-sealing.service.js';
import { VaultKeys } from '../../../../src/connections/vault/vault-keys.service.js';
import { VaultRotation, SEALED_COLUMNS } from '../../../../src/connections/vault/vault-rotation.service.js';
import { VaultSealer } from '../../../../src/connections/vault/vault-sealer.js';
import { ENTITIES } from '../../../../src/entities.js';
import { idToBytes } from '../../../../src/kernel/ids.js';
import { SealError } from '../../../../src/kernel/seal.js';
import { getMetadataArgsStorage } from 'typeorm';
import { atOnce } from '../../../support/at-once.js';
import { VaultHouse } from '../../../support/vault.js';

const DAY = 86_400;

describe('what the vault seals', () => {
  let house: VaultHouse;

  beforeAll(async () => {
    house = await VaultHouse.open();
  });
  afterAll(() => house.close());

  const setSecret = (connectionId: string, column: string, value: unknown): Promise<number> =>
    house.sql.execute(`UPDATE connection_secrets SET ${column} = ? WHERE connectionId = ?`, [
      value,
      idToBytes(connectionId),
    ]);

  it('is nowhere in the clear', async () => {
    const tokens = { accessToken: 'planted-access', refreshToken: 'planted-refresh', raw: '{"a":"planted-raw"}' };
    const connection = await house.connect({}, tokens);
    const row = JSON.stringify(await house.secretRow(connection));
    expect(row).not.toMatch(/planted/);
    expect((await house.secretRow(connection))['access']).toMatch(/^v1\.[0-9a-f]{12}\.[A-Za-z0-9_-]+$/);
    expect((await house.tokens.fresh(house.realm, connection)).accessToken).toBe('planted-access');
  });

  it('does not open in another row, in another column, or once it was altered', async () => {
    const [one, other] = [await house.connect(), await house.connect()];
    const { access, refresh } = (await house.secretRow(one)) as { access: string; refresh: string };
    const last = access.endsWith('A') ? 'B' : 'A';
    for (const value of [refresh, `${access.slice(0, -2)}${last}${access.slice(-1)}`, access.slice(3), 'planted']) {
      await setSecret(one.id, 'access', value);
      await expect(house.tokens.fresh(house.realm, one)).rejects.toThrow(SealError);
    }
    await setSecret(other.id, 'access', access);
    await expect(house.tokens.fresh(house.realm, other)).rejects.toThrow(SealError);
    await setSecret(one.id, 'access', access);
    expect((await house.tokens.fresh(house.realm, one)).version).toBe(1);
  });

  it('does not open in another realm', async () => {
    const there = await house.domain.realm('elsewhere');
    const sealer = house.domain.get(VaultSealer);
    const place = { table: 'connection_secrets', column: 'access', rowId: house.realm.id };
    const sealed = await sealer.seal(house.realm, place, 'secret');
    await sealer.seal(there, place, 'secret');
    expect(await sealer.open(house.realm, place, sealed)).toBe('secret');
    await expect(sealer.open(there, place, sealed)).rejects.toThrow(SealError);
  });

  it('is sealed by one key though many come first at once', async () => {
    const fresh = await house.domain.realm('many');
    const sealer = house.domain.get(VaultSealer);
    const place = (index: number) => ({ table: 't', column: 'c', rowId: String(index) });
    const sealed = await atOnce(20, (index) => sealer.seal(fresh, place(index), `secret ${index}`));
    expect(await house.domain.get(VaultKeys).list(fresh)).toHaveLength(1);
    expect(await atOnce(20, (index) => sealer.open(fresh, place(index), sealed[index] as string))).toContain(
      'secret 19',
    );
  });

  it('opens after a rotation, and is sealed anew by the next round', async () => {
    const rotation = house.domain.get(VaultRotation);
    const connection = await house.connect();
    const before = await house.secretRow(connection);
    house.domain.clock.advance(1);
    const keys = await rotation.rotate(house.realm);
    expect(keys.map(({ state }) => state)).toEqual(['decrypt_only', 'active']);
    expect((await house.tokens.fresh(house.realm, connection)).version).toBe(1);
    expect(await rotation.reseal(house.realm)).toBeGreaterThan(3);
    expect(await rotation.reseal(house.realm)).toBe(0);
    const after = await house.secretRow(connection);
    const active = `v1.${keys[1]?.kid}.`;
    for (const column of ['access', 'refresh', 'raw']) {
      expect(after[column]).not.toBe(before[column]);
      expect(String(after[column]).startsWith(active)).toBe(true);
    }
    expect((await house.tokens.fresh(house.realm, connection)).version).toBe(1);
    house.domain.clock.advance(7200);
    expect((await house.tokens.fresh(house.realm, connection)).version).toBe(2);
  });

  it('is sealed anew in every place where it lies', () => {
    const sealedNow = getMetadataArgsStorage()
      .columns.filter(({ target }) => (ENTITIES as readonly unknown[]).includes(target))
      .filter(({ target, propertyName }) => {
        const table = getMetadataArgsStorage().tables.find((one) => one.target === target)?.name ?? '';
        const isOfVault = table.startsWith('connection_') && !['connection_keys'].includes(table);
        return isOfVault && (/^sealed/.test(propertyName) || table === 'connection_secrets');
      })
      .filter(({ propertyName }) => /^sealed|^access$|^refresh$|^raw$/.test(propertyName))
      .map(({ target, propertyName }) => {
        const table = getMetadataArgsStorage().tables.find((one) => one.target === target)?.name;
        return `${table}.${propertyName}`;
      });
    const known = SEALED_COLUMNS.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`));
    // Those live for hours, and webhooks are sealed by the realm's own key.
    const elsewhere = /^connection_(sessions|states|webhooks)\./;
    expect(sealedNow.filter((place) => !elsewhere.test(place)).sort()).toEqual([...known].sort());
  });

  it('gets a new key after a year, and the old one is set aside when nothing is left of it', async () => {
    const rotation = house.domain.get(VaultRotation);
    const connection = await house.connect();
    house.domain.clock.advance(366 * DAY);
    await rotation.run();
    house.domain.clock.advance(2 * DAY);
    await rotation.run();
    const states = (await rotation.list(house.realm)).map(({ state }) => state);
    expect(states.at(-1)).toBe('active');
    expect(new Set(states.slice(0, -1))).toEqual(new Set(['drained']));
    const held = await house.domain.get(ConnectionSecretsRepository).find(house.realm, connection.id);
    if (!held) throw new Error('It is gone.');
    expect((await house.domain.get(TokenSealing).open(house.realm, held.secret)).refreshToken).not.toBeNull();
  });

  it('gets one new key of several nodes that have seen its old one', async () => {
    const keys = house.domain.get(VaultKeys);
    house.domain.clock.advance(366 * DAY);
    const old = await keys.activeBefore(house.domain.clock.now() - 1, 20);
    const seen = old.find(({ realm }) => realm.id === house.realm.id);
    if (!seen) throw new Error('It has no key.');
    for (let node = 0; node < 2; node++) await keys.replace(house.realm, seen.kid);
    const active = (await keys.list(house.realm)).filter(({ state }) => state === 'active');
    expect(active).toEqual([expect.objectContaining({ createdAt: house.domain.clock.now() })]);
    expect((await keys.list(house.realm)).filter(({ createdAt }) => createdAt === active[0]?.createdAt)).toHaveLength(
      1,
    );
  });

  it('is left as it is where it does not open', async () => {
    const connection = await house.connect();
    await setSecret(connection.id, 'raw', 'v1.000000000000.AAAA');
    await house.domain.get(VaultRotation).rotate(house.realm);
    await house.domain.get(VaultRotation).reseal(house.realm);
    expect((await house.secretRow(connection))['raw']).toBe('v1.000000000000.AAAA');
  });

  it('is gone for ever with its realm', async () => {
    const realm = await house.domain.realm('short-lived');
    const sealer = house.domain.get(VaultSealer);
    const place = { table: 't', column: 'c', rowId: 'r' };
    await sealer.seal(realm, place, 'secret');
    await house.connections.deleteAllOf(realm);
    await house.domain.get(VaultKeys).deleteAllOf(realm);
    expect(await house.domain.get(VaultKeys).list(realm)).toEqual([]);
  });
});
