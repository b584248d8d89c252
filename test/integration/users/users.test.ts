import { Sql } from '../../../src/database/sql.js';
import { idToBytes } from '../../../src/kernel/ids.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { RolesService } from '../../../src/realms/roles.service.js';
import type { NewUser, User } from '../../../src/users/user.types.js';
import { PasswordHasher } from '../../../src/users/password-hasher.js';
import { UsersService } from '../../../src/users/users.service.js';
import { type Domain, freshDomain, openDomain } from '../../support/domain.js';

const PASSWORD = 'correct horse battery';
const HERE = '198.51.100.1';
const refusal = (code: string) => expect.objectContaining({ code });

describe('users', () => {
  let node: Domain;
  let other: Domain;
  let users: UsersService;
  let realm: Realm;
  let count = 0;

  const create = (input: Partial<NewUser> = {}): Promise<User> =>
    users.create(realm, { username: `user${++count}`, password: PASSWORD, ...input });
  const login = (username: string, password = PASSWORD, on = node, address = HERE): Promise<User | null> =>
    on.get(UsersService).authenticate(realm, username, password, address);
  const guess = async (username: string, times: number, address = HERE): Promise<void> => {
    for (let time = 0; time < times; time++) await login(username, 'wrong', node, address);
  };

  beforeAll(async () => {
    node = await freshDomain({ env: { LOGIN_FAILURES_PER_ADDRESS: '3', LOGIN_FAILURES_PER_USER: '8' } });
    other = await openDomain({
      url: node.url,
      clock: node.clock,
      env: { LOGIN_FAILURES_PER_ADDRESS: '3', LOGIN_FAILURES_PER_USER: '8' },
    });
    users = node.get(UsersService);
    realm = await node.realm('demo');
    await node.get(RolesService).create(realm, { name: 'reader' });
  });
  afterAll(async () => {
    await other.close();
    await node.close();
  });

  it('makes a user who signs in by password, under any form of the username', async () => {
    const user = await create({ username: 'Zoë', fullName: 'Zoë X', email: 'z@example.com', attributes: { zip: '1' } });
    expect(await users.get(realm, 'ZOE\u0308')).toEqual(user);
    expect(await login('zoë')).toEqual(user);
    expect(await login('zoë', 'wrong')).toBeNull();
  });

  it('finds a user by the exact address, the first of those who share it', async () => {
    const first = await create({ email: 'shared@example.com' });
    node.clock.advance(1);
    await create({ email: 'shared@example.com' });
    expect(await users.findByEmail(realm, 'shared@example.com')).toEqual(first);
    for (const email of ['SHARED@example.com', 'shared@example.com ', '']) {
      expect(await users.findByEmail(realm, email)).toBeNull();
    }
  });

  it('refuses another form of a username that is taken', async () => {
    await create({ username: 'Taken' });
    await expect(create({ username: 'ＴＡＫＥＮ' })).rejects.toEqual(refusal('conflict'));
  });

  it('refuses a password that breaks the policy of the realm', async () => {
    await expect(create({ password: 'short' })).rejects.toEqual(refusal('invalid'));
    await expect(create({ password: 'password123' })).rejects.toEqual(refusal('invalid'));
    const strict = { ...realm, passwordPolicy: { minLength: 30, maxLength: 64 } };
    await expect(users.create(strict, { username: 'x', password: PASSWORD })).rejects.toEqual(refusal('invalid'));
  });

  it('makes nothing of a user whose roles do not exist', async () => {
    await expect(create({ username: 'undone', roles: ['nope'] })).rejects.toEqual(refusal('invalid'));
    expect(await users.findByUsername(realm, 'undone')).toBeNull();
  });

  it('req 38: stores passwords as argon2id alone and never reads them back', async () => {
    const { username } = await create();
    const [row] = await node
      .get(Sql)
      .query<{ passwordHash: string }>('SELECT * FROM users WHERE username = ?', [username]);
    expect(row?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(JSON.stringify(await users.get(realm, username))).not.toContain('argon2');
  });

  it('merges changes, counts versions and refuses a stale one', async () => {
    const { username } = await create({ fullName: 'before', email: 'a@b.example' });
    const changed = await users.update(realm, username, { fullName: 'after', roles: ['reader'] }, 1);
    expect(changed).toMatchObject({ fullName: 'after', email: 'a@b.example', version: 2, notBefore: null });
    expect(await node.get(RolesService).authoritiesOf(realm, 'user', changed)).toEqual(['reader']);
    await expect(users.update(realm, username, { fullName: 'late' }, 1)).rejects.toEqual(refusal('stale'));
    expect(await other.get(UsersService).findById(realm, changed.id)).toEqual(changed);
  });

  it('loses none of the changes that come at once', async () => {
    const { username } = await create();
    const changes = [{ fullName: 'x' }, { email: 'x@example.com' }, { attributes: { a: 1 } }];
    await Promise.all(changes.map((change) => users.update(realm, username, change)));
    expect(await users.get(realm, username)).toMatchObject({ ...changes[0], ...changes[1], ...changes[2], version: 4 });
  });

  it('req 60: a new password ends every grant that there is', async () => {
    const { username } = await create();
    node.clock.advance(5);
    const { notBefore } = await users.update(realm, username, { password: 'another horse' });
    expect(notBefore).toBe(node.clock.now());
    expect(await login(username)).toBeNull();
    expect(await login(username, 'another horse')).not.toBeNull();
  });

  it('never lets a new password undo a later notBefore', async () => {
    const notBefore = node.clock.now() + 1000;
    const { username } = await create({ notBefore });
    expect((await users.update(realm, username, { password: 'another horse' })).notBefore).toBe(notBefore);
  });

  it('req 60: a disabled user cannot sign in, on no node', async () => {
    const { username } = await create();
    await users.update(realm, username, { enabled: false });
    expect(await login(username, PASSWORD, other)).toBeNull();
    await users.update(realm, username, { enabled: true });
    expect(await login(username, PASSWORD, other)).not.toBeNull();
  });

  it('a user who is disabled while the password is being hashed does not get in', async () => {
    const { username } = await create();
    const [outcome] = await Promise.all([login(username), users.update(realm, username, { enabled: false })]);
    expect(outcome).toBeNull();
  });

  it('a user without a password cannot sign in by any', async () => {
    const { username } = await create({ password: undefined });
    expect(await login(username, '')).toBeNull();
    expect(await login(username, 'undefined')).toBeNull();
  });

  it('lets other reads through between the sign-ins of a crowd', async () => {
    const user = await create();
    let over = 0;
    const crowd = Array.from({ length: 60 }, (_, index) => login(`crowd${index}`).finally(() => over++));
    for (let read = 0; read < 5; read++) await users.findById(realm, user.id);
    expect(over).toBeLessThan(20);
    await Promise.all(crowd);
  });

  it('deletes a user with the roles', async () => {
    const { id, username } = await create({ roles: ['reader'] });
    await users.delete(realm, username);
    expect(await users.findById(realm, id)).toBeNull();
    const held = 'SELECT * FROM role_assignments WHERE subjectId = ?';
    expect(await node.get(Sql).query(held, [idToBytes(id)])).toEqual([]);
    expect(await login(username)).toBeNull();
    await expect(users.delete(realm, username)).rejects.toEqual(refusal('not_found'));
  });

  describe('lockout', () => {
    it('req 84: refuses even the right password once the allowance is used up, until the delay is over', async () => {
      const { username } = await create();
      await guess(username, 4);
      expect(await login(username)).toBeNull();
      node.clock.advance(2);
      expect(await login(username)).not.toBeNull();
    });

    it('req 84: holds on every node', async () => {
      const { username } = await create();
      await guess(username, 4);
      expect(await login(username, PASSWORD, other)).toBeNull();
    });

    it('req 84: lets N parallel guesses verify the allowance at most', async () => {
      const { username } = await create();
      const spies = [node, other].map((each) => jest.spyOn(each.get(PasswordHasher), 'verify'));
      const guesses = Array.from({ length: 20 }, (_, index) => login(username, 'wrong', index % 2 ? node : other));
      await Promise.all(guesses);
      expect(await login(username)).toBeNull();
      expect(spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0)).toBe(3);
      for (const spy of spies) spy.mockRestore();
    });

    it('never counts right passwords', async () => {
      const { username } = await create();
      for (let time = 0; time < 6; time++) expect(await login(username)).not.toBeNull();
      await guess(username, 2);
      expect(await login(username)).not.toBeNull();
    });

    it('holds back one address and not another, until the user is tried from too many', async () => {
      const { username } = await create();
      await guess(username, 4, '198.51.100.2');
      expect(await login(username)).not.toBeNull();
      for (let host = 3; host < 9; host++) await guess(username, 1, `198.51.100.${host}`);
      expect(await login(username, PASSWORD, node, '198.51.100.99')).toBeNull();
    });

    it('req 85: counts for names that nobody bears, too', async () => {
      await guess('nobody at all', 4);
      await users.create(realm, { username: 'nobody at all', password: PASSWORD });
      expect(await login('nobody at all')).toBeNull();
    });

    it('is cleared by an administrator, for every address, and disables nobody', async () => {
      const { username } = await create();
      await guess(username, 4);
      await guess(username, 4, '198.51.100.2');
      const user = await users.update(realm, username, { unlocked: true });
      expect(user.enabled).toBe(true);
      expect(await login(username)).not.toBeNull();
      expect(await login(username, PASSWORD, node, '198.51.100.2')).not.toBeNull();
    });

    it('takes nothing from a user when there were too many sign-ins to check the password', async () => {
      const { username } = await create();
      const crowd = Array.from({ length: 120 }, (_, index) => login(`stranger${index}`));
      const outcomes = await Promise.allSettled([
        ...crowd,
        login(username),
        login(username),
        login(username),
        login(username),
      ]);
      expect(outcomes.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
      expect(await login(username)).not.toBeNull();
    });
  });
});
