import { setTimeout as wait } from 'node:timers/promises';
import { ConnectionSecretsRepository } from '../../../../src/connections/vault/connection-secrets.repository.js';
import { ConnectionTokens } from '../../../../src/connections/vault/connection-tokens.service.js';
import { DatabaseError } from '../../../../src/database/database-error.js';
import { eventually } from '../../../support/eventually.js';
import type { Domain } from '../../../support/domain.js';
import { anotherVault, QUICK, VaultHouse, vaultEnvironment } from '../../../support/vault.js';

const HOUR = 3600;
const LEASE = Number(QUICK.CONN_LEASE_SECONDS);

describe('who refreshes a connection', () => {
  let house: VaultHouse;
  let other: Domain;

  beforeAll(async () => {
    house = await VaultHouse.open({ env: QUICK });
    const env = vaultEnvironment(house.provider.authority, QUICK);
    ({ domain: other } = await anotherVault(house.domain.url, env, house.domain.clock));
  });
  afterAll(async () => {
    await other.close();
    await house.close();
  });
  beforeEach(() => house.provider.forget());

  const expired = async () => {
    const connection = await house.connect();
    house.domain.clock.advance(2 * HOUR);
    return connection;
  };
  const asked = async (times: number): Promise<void> => {
    await eventually(() => expect(house.refreshes).toBeGreaterThanOrEqual(times));
  };

  it('overwrites nothing once its time is over and another one has stored its tokens', async () => {
    house.provider.behave({ refreshTokens: 'keep' });
    const connection = await expired();
    house.provider.fail('token', { kind: 'late', ms: 600 });
    const lapsed = house.tokens.fresh(house.realm, connection);
    await asked(1);
    house.domain.clock.advance(LEASE + 1);
    const winner = await other.get(ConnectionTokens).fresh(house.realm, connection);
    const row = await house.secretRow(connection);
    expect((await lapsed).accessToken).toBe(winner.accessToken);
    expect(await house.secretRow(connection)).toEqual(row);
    expect(winner.version).toBe(2);
  });

  it('still stores its tokens when its time is over and nobody has stored others; whoever has the lease stores last', async () => {
    house.provider.behave({ refreshTokens: 'keep' });
    const connection = await expired();
    house.provider.fail('token', { kind: 'late', ms: 400 });
    house.provider.fail('token', { kind: 'late', ms: 1000 });
    const lapsed = house.tokens.fresh(house.realm, connection);
    await asked(1);
    house.domain.clock.advance(LEASE + 1);
    const rightful = other.get(ConnectionTokens).fresh(house.realm, connection);
    expect((await lapsed).version).toBe(2);
    expect((await rightful).version).toBe(3);
    expect((await rightful).accessToken).not.toBe((await lapsed).accessToken);
    expect(await house.secretRow(connection)).toMatchObject({ leaseOwner: null, leaseUntil: null });
  });

  it('does not believe that a grant is dead when another one has stored tokens meanwhile', async () => {
    const connection = await expired();
    house.provider.fail('token', { kind: 'late', ms: 300 });
    house.provider.fail('token', { kind: 'drip', ms: 8 });
    const lapsed = house.tokens.fresh(house.realm, connection);
    await asked(1);
    house.domain.clock.advance(LEASE + 1);
    // Shows the refresh token a second time: the provider refuses it, in an answer that is long in coming.
    const loser = other.get(ConnectionTokens).fresh(house.realm, connection);
    expect((await lapsed).version).toBe(2);
    expect((await loser).version).toBe(2);
    expect(await house.find(connection)).toMatchObject({ status: 'active', health: 'ok' });
  });

  it('stores its tokens though the database fails for a while', async () => {
    const connection = await expired();
    const secrets = house.domain.get(ConnectionSecretsRepository);
    const replace = secrets.replaceAsHolder.bind(secrets);
    let failures = 3;
    secrets.replaceAsHolder = (...parameters) => {
      if (failures-- > 0) throw new DatabaseError('fault', 'ECONNREFUSED', 'gone');
      return replace(...parameters);
    };
    const token = await house.tokens.fresh(house.realm, connection).finally(() => (secrets.replaceAsHolder = replace));
    expect(token.version).toBe(2);
    expect(failures).toBe(-1);
    expect(house.refreshes).toBe(1);
    house.domain.clock.advance(2 * HOUR);
    expect((await house.tokens.fresh(house.realm, connection)).version).toBe(3);
  });

  it('hands out what it has while another node renews it', async () => {
    const connection = await house.connect();
    house.domain.clock.advance(HOUR - 60);
    house.provider.fail('token', { kind: 'late', ms: 500 });
    const renewing = house.tokens.fresh(house.realm, connection);
    await asked(1);
    expect((await other.get(ConnectionTokens).fresh(house.realm, connection)).version).toBe(1);
    expect((await renewing).version).toBe(2);
    expect(house.refreshes).toBe(1);
  });

  it('tells those to come again who have waited for too long', async () => {
    const connection = await expired();
    house.provider.fail('token', { kind: 'held', until: wait(2500) }, 2);
    const renewing = house.tokens.fresh(house.realm, connection).catch(() => null);
    await asked(1);
    const tooLate = other.get(ConnectionTokens).fresh(house.realm, connection);
    await expect(tooLate).rejects.toMatchObject({ code: 'refresh_in_progress', retryAfter: 1 });
    await renewing;
  });

  it('gives the lease back when it could not ask at all', async () => {
    const connection = await expired();
    await house.sql.execute("UPDATE connection_secrets SET refresh = 'v1.000000000000.AAAA' WHERE dueAt < ?", [
      house.domain.clock.now(),
    ]);
    await expect(house.tokens.fresh(house.realm, connection)).rejects.toThrow(/No key/);
    expect(await house.secretRow(connection)).toMatchObject({ leaseOwner: null, version: 1 });
    expect(house.refreshes).toBe(0);
  });

  it('leaves a connection alone that its owner has connected anew meanwhile', async () => {
    const connection = await expired();
    house.provider.fail('token', { kind: 'late', ms: 300 });
    const { config } = house;
    const tokens = house.tokenSet(house.provider.grant());
    const renewing = house.tokens.fresh(house.realm, connection);
    await asked(1);
    await house.connections.reauthorize(house.realm, connection, tokens, { config });
    expect((await renewing).accessToken).toBe(tokens.accessToken);
    expect((await house.tokens.fresh(house.realm, connection)).accessToken).toBe(tokens.accessToken);
    expect(await house.find(connection)).toMatchObject({ status: 'active', statusReason: null });
  });

  it('keeps nothing of a connection that was disconnected meanwhile', async () => {
    const connection = await expired();
    house.provider.fail('token', { kind: 'late', ms: 300 });
    const renewing = house.tokens.fresh(house.realm, connection);
    await asked(1);
    await house.connections.disconnect(house.realm, connection, { revoke: 'never' }, {});
    await expect(renewing).rejects.toMatchObject({ code: 'connection_not_found' });
    expect(await house.secretRow(connection)).toEqual({});
  });
});
