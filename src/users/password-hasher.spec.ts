import { parseOptions } from '@node-rs/argon2';
import { expectSameTime, timed } from '../../test/support/same-time.js';
import { SystemRandom } from '../kernel/random.js';
import { PasswordHasher } from './password-hasher.js';

const hasherOf = async (): Promise<PasswordHasher> => {
  const hasher = new PasswordHasher(new SystemRandom());
  await hasher.onModuleInit();
  return hasher;
};

describe('PasswordHasher', () => {
  it('makes argon2id of 19 MiB, two passes and one lane', async () => {
    const hash = await (await hasherOf()).hash('correct horse');
    expect(hash).toMatch(/^\$argon2id\$v=19\$/);
    expect(parseOptions(hash)).toMatchObject({ memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  });

  it('salts: the same password is never hashed the same', async () => {
    const hasher = await hasherOf();
    expect(await hasher.hash('correct horse')).not.toBe(await hasher.hash('correct horse'));
  });

  it('tells the right password from others', async () => {
    const hasher = await hasherOf();
    const hash = await hasher.hash('correct horse');
    expect(await hasher.verify(hash, 'correct horse')).toBe(true);
    expect(await hasher.verify(hash, 'Correct horse')).toBe(false);
    expect(await hasher.verify(hash, '')).toBe(false);
  });

  it('req 85: says no for nobody, and takes as long for it', async () => {
    const hasher = await hasherOf();
    const hash = await hasher.hash('correct horse');
    expect(await hasher.verify(null, 'wrong')).toBe(false);
    await expectSameTime(
      timed(() => hasher.verify(hash, 'wrong')),
      timed(() => hasher.verify(null, 'wrong')),
    );
  });
});
