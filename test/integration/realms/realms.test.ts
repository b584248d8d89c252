import { Sql } from '../../../src/database/sql.js';
import { Transaction } from '../../../src/database/transaction.js';
import { DomainError, type DomainErrorCode } from '../../../src/kernel/domain-error.js';
import { REGISTRATION_RULES, type Realm, type RealmChanges } from '../../../src/realms/realm.types.js';
import { RealmsService } from '../../../src/realms/realms.service.js';
import { atOnce } from '../../support/at-once.js';
import { freshDatabase, onMariaDb, type FreshDatabase } from '../../support/database.js';
import { openDomain, type Domain } from '../../support/domain.js';

let database: FreshDatabase;
let domain: Domain;
let other: Domain;
let realms: RealmsService;

const start = (): Promise<Domain> => openDomain({ url: database.url });
const sql = (): Sql => domain.get(Sql);

async function refusal(work: Promise<unknown>): Promise<DomainError> {
  return work.then(
    () => Promise.reject(new Error('It was not refused.')),
    (error: unknown) => error as DomainError,
  );
}
const codeOf = async (work: Promise<unknown>): Promise<DomainErrorCode> => (await refusal(work)).code;

/** Two nodes of one process would wait for each other's SQLite transactions with the event loop stopped. */
const nodeOf = (index: number): Domain => (onMariaDb && index % 2 ? other : domain);

beforeAll(async () => {
  database = await freshDatabase();
  domain = await start();
  other = await start();
  realms = domain.get(RealmsService);
});
beforeEach(() => sql().execute('DELETE FROM realms'));
afterAll(async () => {
  await domain.close();
  await other.close();
  await database.drop();
});

describe('a new realm', () => {
  it('takes what is not said from the defaults', async () => {
    const realm = await realms.create('demo');
    expect(realm).toEqual(await other.get(RealmsService).get('demo'));
    expect(realm).toMatchObject({
      name: 'demo',
      displayName: null,
      usesDefaultKey: true,
      tokenValiditySeconds: 43_200,
      refreshTokenValiditySeconds: 2_592_000,
      grantValiditySeconds: 31_536_000,
      sessionIdleSeconds: 1800,
      sessionMaxSeconds: 36_000,
      refreshGraceSeconds: 10,
      accessTokenFormat: 'jwt',
      signingAlgorithm: 'ES256',
      passwordPolicy: { minLength: 8, maxLength: 256 },
      branding: {},
      registration: 'off',
      selfRegistration: false,
      connectConfirmationOnly: false,
      registrationRules: REGISTRATION_RULES,
      enabled: true,
      notBefore: null,
      version: 1,
    });
    expect(realms.verifyKey(realm, 'onesaitplatform')).toBe(true);
  });

  it('reads as it was made', async () => {
    const changes: RealmChanges = {
      displayName: 'Über 🏢',
      description: 'x'.repeat(4000),
      tokenValiditySeconds: 60,
      passwordPolicy: { minLength: 12, maxLength: 64 },
      branding: { logoUri: 'https://example.com/l.svg', primaryColor: '#336699' },
      accessTokenFormat: 'opaque',
      enabled: false,
      notBefore: 1_700_000_000_000,
    };
    await realms.create('demo', changes);
    expect(await other.get(RealmsService).find('demo')).toMatchObject(changes);
  });

  it('is made once of many that are asked for at once', async () => {
    const answers = await atOnce(10, (index) =>
      nodeOf(index)
        .get(RealmsService)
        .create('demo')
        .then(() => 'made')
        .catch((error: DomainError) => error.code),
    );
    expect(answers.filter((answer) => answer === 'made')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'conflict')).toHaveLength(9);
  });

  it('may differ from another in case alone', async () => {
    const [lower, upper] = [await realms.create('demo'), await realms.create('DEMO')];
    expect((await realms.get('demo')).id).toBe(lower.id);
    expect((await realms.get('DEMO')).id).toBe(upper.id);
  });

  it('is refused with every bad field named, and not made', async () => {
    const error = await refusal(realms.create('demo', { key: 'abc', tokenValiditySeconds: 0 }));
    expect(error.fields.map(({ field }) => field)).toEqual(['key', 'tokenValiditySeconds']);
    expect((await realms.list({ limit: 1 })).items).toEqual([]);
    expect(await codeOf(realms.create('de mo'))).toBe('invalid');
  });
});

describe('finding a realm', () => {
  it('never asks the database for a name that no realm can have', async () => {
    const statement = "UPDATE realms SET name = 'de mo' WHERE name = 'demo'";
    await realms.create('demo');
    await sql().execute(statement);
    expect(await realms.find('de mo')).toBeNull();
    expect(await realms.find(undefined as unknown as string)).toBeNull();
    expect(await realms.find({ name: 'demo' } as unknown as string)).toBeNull();
  });

  it('refuses an unknown, a malformed and a disabled one in the same words', async () => {
    await realms.create('demo', { enabled: false });
    const errors = await Promise.all(['demo', 'none', '../demo'].map((name) => refusal(realms.getEnabled(name))));
    expect(new Set(errors.map(({ code, message }) => `${code} ${message}`)).size).toBe(1);
    expect((await realms.get('demo')).enabled).toBe(false);
  });

  it('sees what another node has changed at once', async () => {
    await realms.create('demo');
    expect((await realms.getEnabled('demo')).enabled).toBe(true);
    await other.get(RealmsService).update('demo', { enabled: false });
    expect(await codeOf(realms.getEnabled('demo'))).toBe('not_found');
    await other.get(RealmsService).update('demo', { enabled: true, notBefore: 1_700_000_000_000 });
    expect((await realms.getEnabled('demo')).notBefore).toBe(1_700_000_000_000);
  });

  it('never shows what a transaction saw and rolled back, under whatever version came to be instead', async () => {
    await realms.create('demo');
    const undone = domain.get(Transaction).run(async () => {
      expect((await realms.update('demo', { displayName: 'undone' })).version).toBe(2);
      expect((await realms.get('demo')).displayName).toBe('undone');
      throw new Error('something else failed');
    });
    await expect(undone).rejects.toThrow('something else failed');
    await other.get(RealmsService).update('demo', { displayName: 'done' });
    expect(await realms.get('demo')).toMatchObject({ displayName: 'done', version: 2 });
  });

  it('takes nothing of a deleted realm over into a new one of its name', async () => {
    const gone = await realms.create('demo', { displayName: 'first' });
    await realms.delete('demo');
    const anew = await other.get(RealmsService).create('demo');
    expect(await realms.get('demo')).toEqual(anew);
    expect(anew.id).not.toBe(gone.id);
  });
});

describe('changing a realm', () => {
  it('writes what is given, counts the version and leaves the rest', async () => {
    const before = await realms.create('demo', { displayName: 'Demo', tokenValiditySeconds: 60 });
    domain.clock.advance(1);
    const after = await realms.update('demo', { tokenValiditySeconds: null, displayName: undefined }, 1);
    const expected: Realm = { ...before, tokenValiditySeconds: 43_200, version: 2, updatedAt: before.updatedAt + 1000 };
    expect(after).toEqual(expected);
  });

  it('is refused as stale for a version that is no more, and changes nothing', async () => {
    await realms.create('demo');
    await realms.update('demo', { displayName: 'second' }, 1);
    expect(await codeOf(realms.update('demo', { displayName: 'third' }, 1))).toBe('stale');
    expect((await realms.get('demo')).displayName).toBe('second');
  });

  it('succeeds once of many that have seen the same version, and always without a condition', async () => {
    await realms.create('demo');
    const conditional = await atOnce(6, (index) =>
      nodeOf(index)
        .get(RealmsService)
        .update('demo', { displayName: `${index}` }, 1)
        .then(() => 'changed')
        .catch((error: DomainError) => error.code),
    );
    expect(conditional.filter((answer) => answer === 'changed')).toHaveLength(1);
    expect(conditional.filter((answer) => answer === 'stale')).toHaveLength(5);
    await atOnce(4, (index) => realms.update('demo', { description: `${index}` }));
    expect((await realms.get('demo')).version).toBe(6);
  });

  it('needs a realm and valid fields', async () => {
    expect(await codeOf(realms.update('none', {}))).toBe('not_found');
    await realms.create('demo');
    expect(await codeOf(realms.update('demo', { signingAlgorithm: 'none' as 'ES256' }))).toBe('invalid');
  });
});

describe('the realm master', () => {
  it('cannot be deleted, disabled or left with the default key', async () => {
    const master = await realms.create('master');
    expect(master.usesDefaultKey).toBe(false);
    expect(realms.verifyKey(master, 'onesaitplatform')).toBe(false);
    expect(await codeOf(realms.delete('master'))).toBe('conflict');
    expect(await codeOf(realms.update('master', { enabled: false }))).toBe('conflict');
    expect(await codeOf(realms.update('master', { key: null }))).toBe('conflict');
    expect((await realms.update('master', { displayName: 'Server' })).displayName).toBe('Server');
  });
});

describe('the list of realms', () => {
  it('comes in pages, the oldest first, and every realm once', async () => {
    for (const name of ['c', 'a', 'b', 'e', 'd']) {
      await realms.create(name, { enabled: name !== 'a' });
      domain.clock.advance(1);
    }
    const first = await realms.list({ limit: 3 });
    const second = await realms.list({ limit: 3, cursor: first.nextCursor ?? '' });
    expect([first, second].map(({ items }) => items.map(({ name }) => name))).toEqual([
      ['c', 'a', 'b'],
      ['e', 'd'],
    ]);
    expect(second.nextCursor).toBeNull();
  });

  it('req 87: refuses a cursor that it has not given', async () => {
    expect(await codeOf(realms.list({ limit: 3, cursor: "x' OR 1=1" }))).toBe('invalid');
  });
});
