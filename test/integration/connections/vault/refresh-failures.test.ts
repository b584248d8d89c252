import { FAULTS } from '../../../support/providers/provider-answer.js';
import { QUICK, VaultHouse } from '../../../support/vault.js';
import { codeOf, HOUR } from './refresh-support.js';

describe('a token of a connection', () => {
  let house: VaultHouse;

  beforeAll(async () => {
    house = await VaultHouse.open({ env: QUICK });
  });
  afterAll(() => house.close());
  beforeEach(() => house.provider.forget());

  const connect = (...wanted: Parameters<VaultHouse['connect']>) => house.connect(...wanted);

  it('is handed out while it lives though the provider is down, and then no more', async () => {
    const connection = await connect();
    house.provider.fail('token', FAULTS.down, 2);
    house.domain.clock.advance(HOUR - 100);
    expect((await house.tokens.fresh(house.realm, connection)).version).toBe(1);
    expect(await house.find(connection)).toMatchObject({ status: 'active', health: 'failing', failCount: 1 });
    house.domain.clock.advance(101);
    expect(await codeOf(house.tokens.fresh(house.realm, connection))).toBe('provider_error');
    expect(await codeOf(house.tokens.fresh(house.realm, connection))).toBe('provider_error');
    expect(house.refreshes).toBe(2);
    house.domain.clock.advance(61);
    expect((await house.tokens.fresh(house.realm, connection)).version).toBe(2);
    expect(await house.find(connection)).toMatchObject({ health: 'ok', failCount: 0, nextAttemptAt: null });
    const events = ['connection.created', 'connection.refresh_failing', 'connection.recovered'];
    expect(await house.events(connection)).toEqual(events);
  });

  it('that cannot be renewed for days is told of once a day, and never given up', async () => {
    const connection = await connect();
    house.provider.fail('token', FAULTS.down, 3);
    for (const hours of [2, 1, 24]) {
      house.domain.clock.advance(hours * HOUR);
      expect(await codeOf(house.tokens.fresh(house.realm, connection))).toBe('provider_error');
    }
    const failing = 'connection.refresh_failing';
    expect(await house.events(connection)).toEqual(['connection.created', failing, failing]);
    expect(await house.find(connection)).toMatchObject({ status: 'active', failCount: 3 });
  });

  it('is left alone for as long as the provider asks for', async () => {
    const connection = await connect();
    house.provider.fail('token', FAULTS.tooMany);
    house.domain.clock.advance(2 * HOUR);
    expect(await codeOf(house.tokens.fresh(house.realm, connection))).toBe('provider_error');
    house.domain.clock.advance(6);
    expect(await codeOf(house.tokens.fresh(house.realm, connection))).toBe('provider_error');
    expect(house.refreshes).toBe(1);
    house.domain.clock.advance(2);
    expect((await house.tokens.fresh(house.realm, connection)).version).toBe(2);
  });

  it.each(['page', 'empty', 'toMetadataService', 'reset'] as const)(
    'survives an answer of the kind %s',
    async (fault) => {
      const connection = await connect();
      house.domain.clock.advance(2 * HOUR);
      house.provider.fail('token', FAULTS[fault], 2);
      expect(await codeOf(house.tokens.fresh(house.realm, connection))).toEqual(
        expect.stringMatching(/provider_error|token_/),
      );
      expect(await house.find(connection)).toMatchObject({ status: 'active', health: 'failing' });
    },
  );

  it.each([
    ['400', FAULTS.invalidGrant],
    ['200', FAULTS.okWithError],
  ])('is gone with its grant, told with %s: only the owner can help', async (_status, fault) => {
    const connection = await connect();
    house.provider.fail('token', fault);
    house.domain.clock.advance(2 * HOUR);
    expect(await codeOf(house.tokens.fresh(house.realm, connection))).toBe('reauth_required');
    expect(await house.find(connection)).toMatchObject({ status: 'needs_reauth', statusReason: 'grant_ended' });
    expect(await codeOf(house.tokens.fresh(house.realm, connection))).toBe('reauth_required');
    expect(house.refreshes).toBe(1);
    expect(await house.events(connection)).toEqual(['connection.created', 'connection.needs_reauth']);
  });

  it('comes back under the same id when its owner connects anew, though not with another account', async () => {
    const connection = await connect({}, { accountId: 'one' });
    house.provider.fail('token', FAULTS.invalidGrant);
    house.domain.clock.advance(2 * HOUR);
    await codeOf(house.tokens.fresh(house.realm, connection));
    const { config } = house;
    const other = house.tokenSet({ ...house.provider.grant(), accountId: 'two' });
    expect(await codeOf(house.connections.reauthorize(house.realm, connection, other, { config }))).toBe(
      'account_mismatch',
    );
    house.domain.clock.advance(1);
    const same = house.tokenSet({ ...house.provider.grant(), accountId: 'one' });
    await house.connections.reauthorize(house.realm, connection, same, { config });
    expect((await house.tokens.fresh(house.realm, connection)).accessToken).toBe(same.accessToken);
    expect((await house.events(connection)).at(-1)).toBe('connection.reauthorized');
  });

  it('fails for all by a refused client, and no connection is to blame', async () => {
    const config = await house.anotherConfig({});
    const connection = await connect({}, {}, config);
    house.provider.fail('token', FAULTS.invalidClient);
    house.domain.clock.advance(2 * HOUR);
    expect(await codeOf(house.tokens.fresh(house.realm, connection))).toBe('provider_config_error');
    expect(await house.find(connection)).toMatchObject({ status: 'active', health: 'ok', failCount: 1 });
    const waiting = house.tokens.fresh(house.realm, connection);
    await expect(waiting).rejects.toMatchObject({ code: 'provider_config_error', retryAfter: 30 });
    expect(house.refreshes).toBe(1);
    const statuses = 'SELECT status FROM connection_configs ORDER BY id DESC';
    expect((await house.sql.query<{ status: string }>(statuses))[0]?.status).toBe('unhealthy');
    house.domain.clock.advance(60);
    expect((await house.tokens.fresh(house.realm, connection)).version).toBe(2);
    expect((await house.sql.query<{ status: string }>(statuses))[0]?.status).toBe('active');
  });

  it('asks once more when the answer was lost, and says so when the token was spent by that', async () => {
    const spent = await connect();
    house.domain.clock.advance(2 * HOUR);
    house.provider.fail('token', FAULTS.dropped);
    expect(await codeOf(house.tokens.fresh(house.realm, spent))).toBe('reauth_required');
    expect(await house.find(spent)).toMatchObject({ status: 'needs_reauth', statusReason: 'lost_response' });
    expect(house.refreshes).toBe(2);
    house.provider.forget();
    const unheard = await connect();
    house.domain.clock.advance(2 * HOUR);
    house.provider.fail('token', FAULTS.reset);
    expect((await house.tokens.fresh(house.realm, unheard)).version).toBe(2);
    expect(house.refreshes).toBe(2);
  });
});
