import { ConfigsService } from '../../../../src/connections/configs/configs.service.js';
import { IdleSweep } from '../../../../src/connections/vault/idle-sweep.service.js';
import type { Connection } from '../../../../src/connections/vault/connection.types.js';
import { idToBytes } from '../../../../src/kernel/ids.js';
import { UsersService } from '../../../../src/users/users.service.js';
import { FAULTS } from '../../../support/providers/provider-answer.js';
import { VaultHouse } from '../../../support/vault.js';

const DAY = 86_400;
const PASSWORD = 'a password that nobody guesses';

describe('a value that does not open, or a provider that does not serve, holds up nobody else', () => {
  let house: VaultHouse;

  beforeAll(async () => {
    house = await VaultHouse.open();
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    house.provider.forget();
    for (const table of ['connection_secrets', 'connections']) await house.sql.execute(`DELETE FROM ${table}`);
  });

  const alterTokens = ({ id }: Connection): Promise<number> =>
    house.sql.execute("UPDATE connection_secrets SET refresh = 'altered' WHERE connectionId = ?", [idToBytes(id)]);
  const loseConfig = ({ id }: Connection): Promise<number> =>
    house.sql.execute('UPDATE connections SET configVersion = 99 WHERE id = ?', [idToBytes(id)]);
  const sweep = (): Promise<number> => house.domain.get(IdleSweep).run();

  it('when a connection is disconnected', async () => {
    const connections = [await house.connect(), await house.connect()] as const;
    await alterTokens(connections[0]);
    await loseConfig(connections[1]);
    for (const connection of connections) {
      await house.connections.disconnect(house.realm, connection, { revoke: 'auto' }, { userId: null });
      expect(await house.connections.find(house.realm, connection.id)).toBeNull();
    }
    expect(await house.sql.query('SELECT id FROM connection_revocations')).toEqual([]);
  });

  it('when a user is deleted', async () => {
    const users = house.domain.get(UsersService);
    const { id: userId } = await users.create(house.realm, { username: 'ada', password: PASSWORD });
    const connection = await house.connect({ owner: { kind: 'user', userId } });
    await alterTokens(connection);
    await users.delete(house.realm, 'ada');
    expect(await house.connections.find(house.realm, connection.id)).toBeNull();
  });

  it('when idle connections are refreshed', async () => {
    await loseConfig(await house.connect());
    await alterTokens(await house.connect());
    await house.connect();
    house.domain.clock.advance(DAY + 1);
    expect([await sweep(), house.refreshes]).toEqual([3, 1]);
  });

  it('and is looked for once, however many connections go by it', async () => {
    for (let connected = 0; connected < 3; connected++) await loseConfig(await house.connect());
    house.domain.clock.advance(DAY + 1);
    const version = jest.spyOn(house.domain.get(ConfigsService), 'version');
    expect([await sweep(), version.mock.calls.length]).toEqual([3, 1]);
    version.mockRestore();
  });

  it('as its host is left for the round, and one that failed comes after those that were not tried', async () => {
    const first = await house.connect();
    house.domain.clock.advance(1);
    const second = await house.connect();
    house.domain.clock.advance(1);
    const third = await house.connect();
    house.domain.clock.advance(DAY + 1);
    house.provider.fail('token', FAULTS.down);
    expect([await sweep(), house.refreshes]).toEqual([3, 1]);
    expect(await house.find(first)).toMatchObject({ health: 'failing', failCount: 1 });
    house.domain.clock.advance(31);
    house.provider.fail('token', FAULTS.down);
    expect([await sweep(), house.refreshes]).toEqual([3, 2]);
    const failures = await Promise.all([first, second, third].map((connection) => house.find(connection)));
    expect(failures.map(({ failCount }) => failCount)).toEqual([1, 1, 0]);
    house.domain.clock.advance(31);
    expect([await sweep(), house.refreshes]).toEqual([3, 5]);
  });
});
