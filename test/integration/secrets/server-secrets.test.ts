import { SystemRandom } from '../../../src/kernel/random.js';
import { Sealer, type SealingKey } from '../../../src/kernel/seal.js';
import { ServerSecretsRepository } from '../../../src/secrets/server-secrets.repository.js';
import { SERVER_SECRETS, ServerSecretsService } from '../../../src/secrets/server-secrets.service.js';
import { atOnce } from '../../support/at-once.js';
import { openNode, openTestDatabase, type TestNode } from '../../support/database.js';

const random = new SystemRandom();
const OLD: SealingKey = { kid: 'old', key: Buffer.alloc(32, 1) };
const NEW: SealingKey = { kid: 'new', key: Buffer.alloc(32, 2) };

let first: TestNode & { url: string };
let second: TestNode;

async function start(node: TestNode, ...keys: SealingKey[]): Promise<string> {
  const service = new ServerSecretsService(new ServerSecretsRepository(node.sql), new Sealer(keys, random), random);
  await service.onModuleInit();
  return `${service.key('pepper').toString('hex')} ${service.key('refresh-successor').toString('hex')}`;
}

const rows = (): Promise<{ name: string; sealed: string }[]> =>
  first.sql.query<{ name: string; sealed: string }>('SELECT name, sealed FROM server_secrets ORDER BY name');

beforeAll(async () => {
  first = await openTestDatabase();
  second = await openNode(first.url);
});
beforeEach(() => first.sql.execute('DELETE FROM server_secrets'));
afterAll(async () => {
  await second.close();
  await first.close();
});

describe('nodes that start at once on an empty database', () => {
  it('end up with one set of secrets, every time', async () => {
    for (let round = 0; round < 10; round++) {
      await first.sql.execute('DELETE FROM server_secrets');
      const secrets = await atOnce(8, (index) => start(index % 2 ? first : second, OLD));
      expect(new Set(secrets).size).toBe(1);
      expect((await rows()).map(({ name }) => name)).toEqual([...SERVER_SECRETS].sort());
    }
  });
});

describe('nodes that start with a new master key', () => {
  it('seal the secrets anew once, and keep them', async () => {
    const before = await start(first, OLD);
    const after = await atOnce(8, (index) => start(index % 2 ? first : second, NEW, OLD));
    expect(new Set([before, ...after]).size).toBe(1);
    expect((await rows()).every(({ sealed }) => sealed.startsWith('new.'))).toBe(true);
    expect(await start(second, NEW)).toBe(before);
  });

  it('do not start, and change nothing, without the key that is still needed', async () => {
    await start(first, OLD);
    const before = await rows();
    await expect(start(second, NEW)).rejects.toThrow(/"old"/);
    expect(await rows()).toEqual(before);
  });
});
