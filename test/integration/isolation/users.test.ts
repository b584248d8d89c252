import { type UserRecord, UsersRepository } from '../../../src/users/users.repository.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';
import { newUser } from '../../support/user.builder.js';

describe('users', () => {
  let node: TwoRealms;
  let users: UsersRepository;
  let here: UserRecord;
  let there: UserRecord;

  const record = (fullName: string): UserRecord => ({
    usernameKey: 'ann',
    passwordHash: null,
    user: newUser({ fullName }),
  });
  const stillThere = async (): Promise<void> => expect(await users.findByKey(node.there, 'ann')).toEqual(there);

  beforeAll(async () => {
    node = await openTwoRealms();
    users = new UsersRepository(node.sql);
  });
  beforeEach(async () => {
    here = record('here');
    there = record('there');
    await users.insert(node.here, here);
    await users.insert(node.there, there);
  });
  afterEach(async () => {
    await users.deleteAllOf(node.here);
    await users.deleteAllOf(node.there);
  });
  afterAll(() => node.close());

  isolates('UsersRepository.findById', async () => {
    const { id } = there.user;
    const read = [
      users.findById(node.here, id),
      users.findById(node.here, here.user.id),
      users.findById(node.there, id),
    ];
    expect(await Promise.all(read)).toEqual([null, here, there]);
  });

  isolates('UsersRepository.findByKey', async () => {
    expect(await users.findByKey(node.here, 'ann')).toEqual(here);
  });

  isolates('UsersRepository.findByEmail', async () => {
    const email = 'ann@example.com';
    await users.replace(node.there, { ...there, user: { ...there.user, email } }, 1);
    expect(await users.findByEmail(node.here, email)).toBeNull();
    expect(await users.findByEmail(node.there, email)).toMatchObject({ id: there.user.id, email });
  });

  isolates('UsersRepository.page', async () => {
    expect((await users.page(node.here, { limit: 10 })).items).toEqual([here.user]);
  });

  isolates('UsersRepository.insert', async () => {
    await users.insert(node.here, { ...record('here'), usernameKey: 'bob' });
    expect(await users.findByKey(node.there, 'bob')).toBeNull();
  });

  isolates('UsersRepository.replace', async () => {
    expect(await users.replace(node.here, { ...there, passwordHash: 'changed' }, 1)).toBe(false);
    await stillThere();
  });

  isolates('UsersRepository.remove', async () => {
    await users.remove(node.here, there.user.id);
    await stillThere();
  });

  isolates('UsersRepository.deleteAllOf', async () => {
    await users.deleteAllOf(node.here);
    await stillThere();
  });
});
