import { IdleSweep } from '../../../../src/connections/vault/idle-sweep.service.js';
import { FAULTS } from '../../../support/providers/provider-answer.js';
import { VaultHouse } from '../../../support/vault.js';

const DAY = 86_400;

describe('the limits of a vault that an operator has set', () => {
  let house: VaultHouse;

  beforeAll(async () => {
    house = await VaultHouse.open({
      env: {
        CONN_CONFIGS_PER_APP: '2',
        CONN_CONNECTIONS_PER_OWNER: '2',
        CONN_REFRESH_INTERVAL_SECONDS: '5',
        CONN_BACKOFF_FIRST_SECONDS: '3',
        CONN_BACKOFF_MOST_SECONDS: '4',
        CONN_TOKEN_ANSWER_KIB: '1',
        CONN_SWEEP_ROWS: '1',
        CONN_SWEEP_REQUESTS_PER_SECOND: '100',
      },
    });
  });
  afterAll(() => house.close());

  it('hold for the connections of an owner, and the configs of an app', async () => {
    const owner = { kind: 'realm' } as const;
    for (const slot of ['one', 'two']) await house.connect({ owner, slot });
    await expect(house.connect({ owner, slot: 'three' })).rejects.toMatchObject({ code: 'conflict' });
    await house.anotherConfig({});
    await expect(house.anotherConfig({})).rejects.toMatchObject({ code: 'conflict' });
  });

  it('say how long one refresh follows another', async () => {
    const connection = await house.connect();
    await expect(house.tokens.refreshNow(house.realm, connection)).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfter: 5,
    });
    house.domain.clock.advance(6);
    expect((await house.tokens.refreshNow(house.realm, connection)).version).toBe(2);
  });

  it('say how long a provider that fails is left alone', async () => {
    const connection = await house.connect();
    house.provider.fail('token', FAULTS.down, 3);
    const waits: number[] = [];
    for (let failures = 0; failures < 3; failures++) {
      house.domain.clock.advance(6);
      await house.tokens.refreshNow(house.realm, connection).catch(() => undefined);
      const { nextAttemptAt } = await house.find(connection);
      waits.push(((nextAttemptAt ?? 0) - house.domain.clock.now()) / 1000);
    }
    house.provider.forgetFaults();
    expect(waits).toEqual([3, 4, 4]);
  });

  it('let the sweep take rows in hand one by one, and all of them', async () => {
    const connections = [await house.connect(), await house.connect(), await house.connect()];
    house.domain.clock.advance(2 * DAY);
    expect(await house.domain.get(IdleSweep).run()).toBeGreaterThanOrEqual(3);
    for (const connection of connections)
      expect((await house.tokens.fresh(house.realm, connection)).version).toBeGreaterThan(1);
  });

  it('say how long the answer of a provider may be', async () => {
    const connection = await house.connect();
    house.domain.clock.advance(6);
    house.provider.fail('token', { kind: 'answer', status: 200, body: { access_token: 'x'.repeat(1100) } }, 2);
    const refused = house.tokens.refreshNow(house.realm, connection);
    await expect(refused).rejects.toMatchObject({ extensions: { provider_error_code: 'too_large' } });
  });
});
