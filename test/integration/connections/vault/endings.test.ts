import { ConnectionEndings } from '../../../../src/connections/vault/connection-endings.service.js';
import type { Connection } from '../../../../src/connections/vault/connection.types.js';
import { IdleSweep } from '../../../../src/connections/vault/idle-sweep.service.js';
import { RevocationSender } from '../../../../src/connections/vault/revocation-sender.service.js';
import { ConnectionEvents } from '../../../../src/connections/events/connection-events.service.js';
import { DatabaseError } from '../../../../src/database/database-error.js';
import { Ids, idToBytes } from '../../../../src/kernel/ids.js';
import { UsersService } from '../../../../src/users/users.service.js';
import { FAULTS } from '../../../support/providers/provider-answer.js';
import { fieldsOf } from '../../../support/providers/provider-call.js';
import { VaultHouse } from '../../../support/vault.js';

const DAY = 86_400;
const PASSWORD = 'a password that nobody guesses';

describe('a connection', () => {
  let house: VaultHouse;

  beforeAll(async () => {
    house = await VaultHouse.open();
  });
  afterAll(() => house.close());
  beforeEach(() => house.provider.forget());

  const end = (connection: Connection, revoke: 'auto' | 'never' = 'auto'): Promise<void> =>
    house.connections.disconnect(house.realm, connection, { revoke }, { userId: null });
  const told = (): string[] => house.provider.callsOf('revoke').map((call) => fieldsOf(call)['token'] ?? '');
  const tell = (): Promise<void> => house.domain.get(RevocationSender).retry();
  const owed = async (): Promise<number> => {
    const rows = await house.sql.query<{ n: number }>('SELECT COUNT(*) AS n FROM connection_revocations');
    return Number(rows[0]?.n);
  };
  const anEnding = () => house.provider.grant();

  it('is gone at once when it is disconnected, and its provider is told', async () => {
    const planted = anEnding();
    const connection = await house.connect({}, planted);
    house.domain.clock.advance(1);
    await end(connection);
    expect(await house.connections.find(house.realm, connection.id)).toBeNull();
    expect(await house.secretRow(connection)).toEqual({});
    await expect(house.tokens.fresh(house.realm, connection)).rejects.toMatchObject({ code: 'connection_not_found' });
    await tell();
    expect(told()).toEqual([planted.accessToken]);
    expect(planted.grant.revoked).toBe(true);
    expect(await owed()).toBe(0);
    expect(await house.events(connection)).toEqual(['connection.created', 'connection.revoked']);
    await end(connection);
    expect(await house.events(connection)).toHaveLength(2);
  });

  it('is told of again and again to a provider that does not hear, and not for ever', async () => {
    const connection = await house.connect();
    house.provider.fail('revoke', FAULTS.down, 10);
    await end(connection);
    for (const seconds of [0, 11, 61, 301]) {
      house.domain.clock.advance(seconds);
      await tell();
    }
    expect(told()).toHaveLength(4);
    await tell();
    expect(told()).toHaveLength(4);
    for (let round = 0; round < 3; round++) {
      house.domain.clock.advance(DAY);
      await tell();
    }
    expect(told()).toHaveLength(7);
    expect(await owed()).toBe(0);
  });

  it('leaves the grant to another connection that lives by it', async () => {
    const planted = anEnding();
    const account = { ...planted, accountId: 'shared' };
    const [one, other] = [await house.connect({}, account), await house.connect({}, account)];
    await end(one);
    await tell();
    expect(told()).toEqual([]);
    await end(other);
    await tell();
    expect(told()).toHaveLength(1);
  });

  it('is not told of where that is not wanted', async () => {
    await end(await house.connect(), 'never');
    expect(await owed()).toBe(0);
  });

  it('goes with its user, and the others stay', async () => {
    const users = house.domain.get(UsersService);
    const ada = await users.create(house.realm, { username: 'ada', password: PASSWORD });
    const bob = await users.create(house.realm, { username: 'bob', password: PASSWORD });
    const [adas, bobs] = [
      await house.connect({ owner: { kind: 'user', userId: ada.id } }),
      await house.connect({ owner: { kind: 'user', userId: bob.id } }),
    ];
    await users.delete(house.realm, 'ada');
    expect(await house.connections.find(house.realm, adas.id)).toBeNull();
    expect((await house.find(bobs)).status).toBe('active');
    await tell();
    expect(told()).toHaveLength(1);
  });

  it('makes room for another in its slot, and is forgotten after a season', async () => {
    const owner = { kind: 'user', userId: house.domain.get(Ids).next() } as const;
    const first = await house.connect({ owner });
    await expect(house.connect({ owner })).rejects.toMatchObject({ code: 'connection_exists' });
    await end(first);
    await house.connect({ owner });
    const revoked = await house.connections.list(house.realm, { owner, status: 'revoked' }, { limit: 10 });
    expect(revoked.items.map(({ id }) => id)).toEqual([first.id]);
    const endings = house.domain.get(ConnectionEndings);
    while ((await endings.forget(house.domain.clock.now() + 1000, 50)) === 50);
    expect((await house.connections.list(house.realm, { owner, status: 'revoked' }, { limit: 10 })).items).toEqual([]);
    expect((await house.events(first)).sort()).toContain('connection.deleted');
  });

  it('is one of ten of its owner by one config at most', async () => {
    const owner = { kind: 'realm' } as const;
    for (let slot = 0; slot < 10; slot++) await house.connect({ owner, slot: `slot-${slot}` });
    await expect(house.connect({ owner, slot: 'one-more' })).rejects.toMatchObject({ code: 'conflict' });
    const page = await house.connections.list(house.realm, { owner }, { limit: 4 });
    expect([page.items.length, page.nextCursor === null]).toEqual([4, false]);
  });

  it('comes to be with all that belongs to it or not at all', async () => {
    const events = house.domain.get(ConnectionEvents);
    const record = events.record.bind(events);
    events.record = () => Promise.reject(new DatabaseError('fault', 'ECONNREFUSED', 'gone'));
    const owner = { kind: 'user', userId: house.domain.get(Ids).next() } as const;
    await expect(house.connect({ owner })).rejects.toThrow(DatabaseError);
    events.record = record;
    expect(await house.connections.ofOwner(house.realm, house.config.id, owner)).toEqual([]);
    expect((await house.connect({ owner })).status).toBe('active');
  });

  it('ends as a whole or not at all', async () => {
    await house.sql.execute('DELETE FROM connection_revocations');
    const connection = await house.connect();
    const events = house.domain.get(ConnectionEvents);
    const record = events.record.bind(events);
    events.record = () => Promise.reject(new DatabaseError('fault', 'ECONNREFUSED', 'gone'));
    await expect(end(connection)).rejects.toThrow(DatabaseError);
    events.record = record;
    expect((await house.tokens.fresh(house.realm, connection)).version).toBe(1);
    expect(await owed()).toBe(0);
  });

  it('stays switched off, or gone, where its owner authorizes it anew at the same moment', async () => {
    const seen = await house.connect();
    const renew = (): Promise<Connection> =>
      house.connections.reauthorize(house.realm, seen, house.tokenSet(anEnding()), { config: house.config });
    await house.connections.disable(house.realm, seen, {});
    await expect(renew()).rejects.toMatchObject({ code: 'conflict' });
    expect((await house.find(seen)).status).toBe('disabled');
    expect((await house.secretRow(seen))['version']).toBe(1);
    await house.connections.enable(house.realm, await house.find(seen));
    expect((await renew()).status).toBe('active');
    await end(await house.find(seen));
    await expect(renew()).rejects.toMatchObject({ code: 'connection_not_found' });
  });

  it('may be brought in with tokens from elsewhere', async () => {
    const { config } = house;
    const owner = () => ({ kind: 'user', userId: house.domain.get(Ids).next() }) as const;
    const bring = (tokens: Parameters<VaultHouse['connections']['import']>[2]): Promise<Connection> =>
      house.connections.import(house.realm, { config, owner: owner(), createdBy: null }, tokens);
    const { accessToken, refreshToken } = anEnding();
    const endless = await bring({ accessToken });
    expect(endless).toMatchObject({ status: 'active', accessExpiresAt: null });
    const pending = await bring({ refreshToken: refreshToken ?? '' });
    expect(pending.status).toBe('pending');
    expect((await house.tokens.fresh(house.realm, pending)).version).toBe(2);
    expect((await house.find(pending)).status).toBe('active');
    for (const tokens of [{}, { expiresAt: 5 }, { accessToken, expiresAt: 5 }, { refreshToken: 'r', expiresAt: 5 }]) {
      await expect(bring(tokens)).rejects.toMatchObject({ code: 'import_incomplete' });
    }
  });

  it('that nobody uses is refreshed within a day, no more than five in a second', async () => {
    await house.sql.execute('DELETE FROM connections');
    await house.sql.execute('DELETE FROM connection_secrets');
    const [idle] = [await house.connect(), await house.connect(), await house.connect()];
    house.domain.clock.advance(DAY + 1);
    const lapsing = await house.connect({}, { refreshExpiresAt: house.domain.clock.now() + 10_000_000 });
    const fresh = await house.connect();
    const began = Date.now();
    expect(await house.domain.get(IdleSweep).run()).toBe(3);
    expect(Date.now() - began).toBeGreaterThanOrEqual(600);
    expect(house.refreshes).toBe(3);
    expect((await house.find(idle as Connection)).lastRefreshedAt).toBe(house.domain.clock.now());
    house.domain.clock.advance(9000);
    expect(await house.domain.get(IdleSweep).run()).toBe(1);
    const changed = async (connection: Connection): Promise<number> => {
      const statement = 'SELECT version FROM connection_secrets WHERE connectionId = ?';
      const [row] = await house.sql.query<{ version: number }>(statement, [idToBytes(connection.id)]);
      return Number(row?.version);
    };
    expect([await changed(lapsing), await changed(fresh)]).toEqual([2, 1]);
    expect(await house.domain.get(IdleSweep).run()).toBe(0);
  });
});
