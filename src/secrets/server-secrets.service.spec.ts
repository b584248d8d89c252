import { SystemRandom } from '../kernel/random.js';
import { Sealer } from '../kernel/seal.js';
import { RefreshSuccessor } from './refresh-successor.js';
import { SecretHasher } from './secret-hasher.js';
import type { ServerSecretRow, ServerSecretsRepository } from './server-secrets.repository.js';
import { ServerSecretsService } from './server-secrets.service.js';

class Rows implements Pick<ServerSecretsRepository, 'find' | 'insert' | 'replace'> {
  readonly rows = new Map<string, string>();

  async find(name: string): Promise<ServerSecretRow | null> {
    const sealed = this.rows.get(name);
    return sealed === undefined ? null : { name, sealed };
  }

  async insert({ name, sealed }: ServerSecretRow): Promise<void> {
    this.rows.set(name, sealed);
  }

  async replace({ name, sealed }: ServerSecretRow, anew: string): Promise<boolean> {
    if (this.rows.get(name) !== sealed) return false;
    this.rows.set(name, anew);
    return true;
  }
}

const random = new SystemRandom();
const OLD = { kid: 'old', key: Buffer.alloc(32, 1) };
const NEW = { kid: 'new', key: Buffer.alloc(32, 2) };

async function start(rows: Rows, ...keys: { kid: string; key: Buffer }[]): Promise<ServerSecretsService> {
  const service = new ServerSecretsService(
    rows as unknown as ServerSecretsRepository,
    new Sealer(keys, random),
    random,
  );
  await service.onModuleInit();
  return service;
}

describe('the secrets of the server', () => {
  it('are made once, of 256 bits each, and are the same at every later start', async () => {
    const rows = new Rows();
    const first = await start(rows, OLD);
    const second = await start(rows, OLD);
    expect(first.key('pepper')).toHaveLength(32);
    expect(first.key('pepper')).not.toEqual(first.key('refresh-successor'));
    expect(second.key('pepper')).toEqual(first.key('pepper'));
  });

  it('are sealed anew under a new master key, which changes no hash', async () => {
    const rows = new Rows();
    const hash = new SecretHasher(await start(rows, OLD)).hash('onesaitplatform');
    const rotated = new SecretHasher(await start(rows, NEW, OLD));
    expect([...rows.rows.values()].every((sealed) => sealed.startsWith('new.'))).toBe(true);
    expect(rotated.hash('onesaitplatform')).toEqual(hash);
    expect(new SecretHasher(await start(rows, NEW)).matches('onesaitplatform', hash)).toBe(true);
  });

  it('end the start with the name of the master key that is missing', async () => {
    const rows = new Rows();
    await start(rows, OLD);
    await expect(start(rows, NEW)).rejects.toThrow(/"old"/);
  });

  it('end the start when the key of that name is another one', async () => {
    const rows = new Rows();
    await start(rows, OLD);
    await expect(start(rows, { kid: 'old', key: NEW.key })).rejects.toThrow(/altered/);
  });
});

describe('the hash of a secret', () => {
  it('req 38: is keyed: without the server’s own secret nobody can make it', async () => {
    const [one, other] = [
      new SecretHasher(await start(new Rows(), OLD)),
      new SecretHasher(await start(new Rows(), OLD)),
    ];
    expect(one.hash('secret')).toHaveLength(32);
    expect(one.hash('secret')).not.toEqual(other.hash('secret'));
  });

  it('matches the secret alone', async () => {
    const hasher = new SecretHasher(await start(new Rows(), OLD));
    const hash = hasher.hash('secret');
    expect(hasher.matches('secret', hash)).toBe(true);
    expect(hasher.matches('Secret', hash)).toBe(false);
    expect(hasher.matches('secret', hash.subarray(1))).toBe(false);
  });
});

describe('the successor of a refresh token', () => {
  it('is the same each time, on every node, and another for each token and each time of its use', async () => {
    const rows = new Rows();
    const [one, other] = [new RefreshSuccessor(await start(rows, OLD)), new RefreshSuccessor(await start(rows, OLD))];
    expect(one.of('rgr_a', 1)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(other.of('rgr_a', 1)).toBe(one.of('rgr_a', 1));
    expect(one.of('rgr_b', 1)).not.toBe(one.of('rgr_a', 1));
    expect(one.of('rgr_a', 2)).not.toBe(one.of('rgr_a', 1));
  });
});
