import { UsersService } from '../../../src/users/users.service.js';
import { atOnce } from '../../support/at-once.js';
import type { Domain } from '../../support/domain.js';
import { Mailbox } from '../../support/mailbox.js';
import { anotherNode, freshSelfserviceDomain, secretIn, Selfservice } from '../../support/selfservice.js';
import { aTenant, REQUEST } from '../../support/tenant.js';

const EMAIL = 'ada@example.com';
const NEW_PASSWORD = 'quite another password';

let mailbox: Mailbox;
let domain: Domain;
let people: Selfservice;
beforeAll(async () => {
  mailbox = new Mailbox();
  domain = await freshSelfserviceDomain(mailbox);
});
beforeEach(async () => {
  people = new Selfservice(await aTenant(domain, { realm: { selfRegistration: true } }), mailbox);
  await people.tenant.changeUser({ email: EMAIL });
});
afterAll(async () => {
  await domain.close();
  mailbox.remove();
});

const signsIn = async (password: string, username = 'ada'): Promise<boolean> => {
  const user = await domain.get(UsersService).authenticate(await people.realm(), username, password, REQUEST.address);
  return user !== null;
};

describe('a mailed link for a new password', () => {
  it.each(['ada', 'ADA', EMAIL, 'Ada@Example.com'])(
    'is sent to the address of the account that %s names',
    async (name) => {
      const [letter, ...more] = await people.askForReset(name);
      expect(more).toEqual([]);
      expect(letter).toMatchObject({ to: EMAIL, subject: 'reset', mode: 0o600 });
      const page = `http://localhost:3000/realms/${people.tenant.realmName}/reset-password/finish`;
      expect(letter?.link).toMatch(new RegExp(`^${page}\\?link=rgm_[A-Za-z0-9_-]{43}$`));
    },
  );

  it('req 85: is sent to nobody for an account that is unknown, disabled or without an address', async () => {
    expect(await people.askForReset('nobody')).toEqual([]);
    expect(await people.askForReset('nobody@example.com')).toEqual([]);
    await people.tenant.changeUser({ enabled: false });
    expect(await people.askForReset('ada')).toEqual([]);
    await people.tenant.changeUser({ enabled: true, email: null });
    expect(await people.askForReset('ada')).toEqual([]);
  });

  it('sets the password once, and ends every grant of the user', async () => {
    const { accessToken } = await people.tenant.startGrant();
    domain.clock.advance(1);
    const secret = secretIn((await people.askForReset('ada'))[0]);
    expect(await people.reset(secret, NEW_PASSWORD)).toBe(true);
    expect(await signsIn(NEW_PASSWORD)).toBe(true);
    expect(await people.tenant.isLive(accessToken)).toBe(false);
    expect(await people.reset(secret, 'a third password')).toBe(false);
    expect(await signsIn(NEW_PASSWORD)).toBe(true);
  });

  it('is used up by no password that is refused', async () => {
    const secret = secretIn((await people.askForReset('ada'))[0]);
    await expect(people.reset(secret, 'short')).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ field: 'password' }],
    });
    await expect(people.reset(secret, EMAIL)).rejects.toMatchObject({ code: 'invalid' });
    expect(await people.reset(secret, NEW_PASSWORD)).toBe(true);
  });

  it('sets one of many passwords that come at once, on whichever node', async () => {
    const other = await anotherNode(domain, mailbox);
    const nodes = [people, people.at(other)];
    const secret = secretIn((await people.askForReset('ada'))[0]);
    const done = await atOnce(6, (index) => nodes[index % 2]!.reset(secret, `password number ${index}`));
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await signsIn(`password number ${done.indexOf(true)}`)).toBe(true);
    await other.close();
  });

  it('is good for half an hour, in its realm, for its deed', async () => {
    const elsewhere = new Selfservice(await aTenant(domain), mailbox);
    const secret = secretIn((await people.askForReset('ada'))[0]);
    expect(await elsewhere.reset(secret, NEW_PASSWORD)).toBe(false);
    expect(await people.verify(secret)).toBe(false);
    expect(await people.register(secret, NEW_PASSWORD)).toBe(false);
    for (const wrong of [secret.slice(0, -1), `${secret}A`, secret.toUpperCase(), '', 'rgm_']) {
      expect(await people.reset(wrong, NEW_PASSWORD)).toBe(false);
    }
    domain.clock.advance(1800);
    expect(await people.reset(secret, NEW_PASSWORD)).toBe(false);
  });

  it('ends with another new password, another address, and the account', async () => {
    const [first, second] = [await people.askForReset('ada'), await people.askForReset('ada')];
    expect(await people.reset(secretIn(second[0]), NEW_PASSWORD)).toBe(true);
    expect(await people.reset(secretIn(first[0]), 'a third password')).toBe(false);
    const third = secretIn((await people.askForReset('ada'))[0]);
    await people.tenant.changeUser({ email: 'ada@elsewhere.example' });
    expect(await people.reset(third, 'a third password')).toBe(false);
  });

  it('req 84: is sent five times an hour to one account, whoever asks', async () => {
    for (let asked = 0; asked < 5; asked++) expect(await people.askForReset('ada', `192.0.2.${asked}`)).toHaveLength(1);
    expect(await people.askForReset('ada', '192.0.2.99')).toEqual([]);
  });

  it('req 38: is stored as a hash', async () => {
    const secret = secretIn((await people.askForReset('ada'))[0]);
    const rows = await people.tenant.sql.query('SELECT * FROM mail_links');
    const text = JSON.stringify(rows, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    expect(text).not.toContain(secret.slice(4));
  });
});

describe('a mailed link that verifies an address', () => {
  it('says so of the user, once', async () => {
    await people.tenant.changeUser({ attributes: { team: 'analysis' } });
    const [letter] = await people.askForVerification();
    expect(letter).toMatchObject({ to: EMAIL, subject: 'verify' });
    expect(await people.verify(secretIn(letter))).toBe(true);
    expect((await people.tenant.user()).attributes).toEqual({ team: 'analysis', email_verified: true });
    expect(await people.verify(secretIn(letter))).toBe(false);
  });

  it('verifies no other address, and a new address is not verified', async () => {
    const [letter] = await people.askForVerification();
    const [next] = await people.askForVerification();
    expect(await people.verify(secretIn(next))).toBe(true);
    await people.tenant.changeUser({ email: 'ada@elsewhere.example' });
    expect((await people.tenant.user()).attributes).toEqual({});
    expect(await people.verify(secretIn(letter))).toBe(false);
  });
});

describe('an account that somebody makes', () => {
  it('has the address that was proven as its name, and the password of whoever proved it', async () => {
    const [letter] = await people.askForAccount(' Bob@Example.com ');
    expect(letter).toMatchObject({ to: 'bob@example.com', subject: 'invitation' });
    const secret = secretIn(letter);
    await expect(people.register(secret, 'bob@example.com')).rejects.toMatchObject({ code: 'invalid' });
    expect(await people.register(secret, NEW_PASSWORD)).toBe(true);
    expect(await signsIn(NEW_PASSWORD, 'bob@example.com')).toBe(true);
    const user = await domain.get(UsersService).get(await people.realm(), 'bob@example.com');
    expect(user).toMatchObject({ email: 'bob@example.com', fullName: 'Bob', attributes: { email_verified: true } });
    expect(await people.register(secret, 'a third password')).toBe(false);
  });

  it('req 85: is told of by mail alone where there is one already', async () => {
    const [letter, ...more] = await people.askForAccount(EMAIL);
    expect(more).toEqual([]);
    expect(letter).toMatchObject({ to: EMAIL, subject: 'reminder' });
    expect(letter?.text).not.toContain('rgm_');
  });

  it('is one, however many links there are and whoever is first', async () => {
    const letters = [
      ...(await people.askForAccount('cyd@example.com')),
      ...(await people.askForAccount('cyd@example.com')),
    ];
    const done = await atOnce(4, (index) => people.register(secretIn(letters[index % 2]), `password number ${index}`));
    expect(done.filter(Boolean)).toHaveLength(1);
  });

  it('is not made once the realm does not want it any more', async () => {
    const secret = secretIn((await people.askForAccount('dan@example.com'))[0]);
    await people.tenant.changeRealm({ selfRegistration: false });
    expect(await people.register(secret, NEW_PASSWORD)).toBe(false);
  });

  it.each([
    '',
    'bob',
    'bob@',
    'bob@host',
    'a@b.c,d@e.fg',
    'a<b@example.com',
    '"a b"@example.com',
    'a@b.example\nCc:x@y.zz',
  ])('is refused to %j', async (email) => {
    await expect(people.askForAccount(email)).rejects.toMatchObject({ code: 'invalid', fields: [{ field: 'email' }] });
  });

  it('req 84: is offered by mail to so many addresses for one asking address', async () => {
    const asked = await atOnce(40, (index) => people.askForAccount(`stranger${index}@example.com`, '198.51.100.7'));
    expect(asked).toHaveLength(40);
    const came = mailbox.letters().filter(({ to }) => to.startsWith('stranger'));
    expect(came).toHaveLength(30);
  });
});
