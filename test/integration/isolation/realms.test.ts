import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids, idToBytes } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { RealmDataKeysRepository } from '../../../src/realms/realm-data-keys.repository.js';
import { RealmTextsRepository } from '../../../src/realms/realm-texts.repository.js';
import { RealmsRepository } from '../../../src/realms/realms.repository.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';
import { rowOf } from './realms-support.js';

const ids = new Ids(new SystemClock(), new SystemRandom());

let node: TwoRealms;
let realms: RealmsRepository;

beforeAll(async () => {
  node = await openTwoRealms();
  realms = new RealmsRepository(node.sql);
});
beforeEach(async () => {
  await node.sql.execute('DELETE FROM realms');
  for (const realm of [node.here, node.there]) await realms.insert(rowOf(realm));
});
afterAll(() => node.close());

describe('realms', () => {
  isolates('RealmsRepository.find', async () => {
    expect((await realms.find('here'))?.id).toEqual(idToBytes(node.here.id));
  });

  isolates('RealmsRepository.insert', async () => {
    await realms.insert(rowOf({ id: ids.next(), name: 'HERE' }));
    expect((await realms.find('here'))?.id).toEqual(idToBytes(node.here.id));
  });

  isolates('RealmsRepository.update', async () => {
    expect(await realms.update({ ...node.here, version: 1 }, { displayName: 'Here' })).toBe(true);
    expect(await realms.find('here')).toMatchObject({ displayName: 'Here', version: 2 });
    expect(await realms.find('there')).toMatchObject({ displayName: null, version: 1 });
  });

  isolates('RealmsRepository.touch', async () => {
    await realms.touch(['here', 'nowhere'], 5);
    expect(await realms.find('here')).toMatchObject({ updatedAt: 5, version: 2 });
    expect(await realms.find('there')).toMatchObject({ updatedAt: 1, version: 1 });
  });

  isolates('RealmsRepository.delete', async () => {
    expect(await realms.delete(node.here)).toBe(true);
    expect(await realms.find('here')).toBeNull();
    expect(await realms.find('there')).not.toBeNull();
  });

  isolates('RealmDataKeysRepository.find', async () => {
    const keys = new RealmDataKeysRepository(node.sql);
    expect(await keys.find(node.here)).toBe('sealed for here');
    expect(await keys.find({ id: ids.next(), name: 'here' })).toBeNull();
  });

  isolates('RealmDataKeysRepository.replace', async () => {
    const keys = new RealmDataKeysRepository(node.sql);
    await keys.replace({ id: node.here.id, sealed: 'sealed for here' }, 'anew');
    await keys.replace({ id: node.here.id, sealed: 'sealed for there' }, 'never');
    const sealed = new Map((await keys.next(null, 10)).map((row) => [row.id, row.sealed]));
    expect([sealed.get(node.here.id), sealed.get(node.there.id)]).toEqual(['anew', 'sealed for there']);
  });
});

describe('texts', () => {
  const texts = (): RealmTextsRepository => new RealmTextsRepository(node.sql);

  isolates('RealmTextsRepository.find', async () => {
    await texts().add(node.there, 'found', 'theirs');
    expect(await texts().find(node.here, 'found')).toBeNull();
    expect(await texts().find(node.there, 'found')).toBe('theirs');
  });

  isolates('RealmTextsRepository.add', async () => {
    expect(await texts().add(node.there, 'added', 'theirs')).toBe(true);
    expect(await texts().add(node.here, 'added', 'mine')).toBe(true);
    expect(await texts().add(node.here, 'added', 'another')).toBe(false);
    expect(await texts().find(node.there, 'added')).toBe('theirs');
    expect(await texts().find(node.here, 'added')).toBe('mine');
  });

  isolates('RealmTextsRepository.deleteAllOf', async () => {
    await Promise.all([texts().add(node.here, 'old', 'mine'), texts().add(node.there, 'old', 'theirs')]);
    await texts().deleteAllOf(node.here);
    expect(await texts().find(node.here, 'old')).toBeNull();
    expect(await texts().find(node.there, 'old')).toBe('theirs');
  });
});
