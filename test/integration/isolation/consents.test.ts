import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import type { Consent } from '../../../src/oauth/consents/consent.types.js';
import { ConsentsRepository } from '../../../src/oauth/consents/consents.repository.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

describe('consents', () => {
  const ids = new Ids(new SystemClock(), new SystemRandom());
  const [userId, clientId] = [ids.next(), ids.next()];
  const here: Consent = { userId, clientId, scopes: ['openid'], createdAt: 1, updatedAt: 1 };
  const there: Consent = { ...here, scopes: ['openid', 'email'] };
  let node: TwoRealms;
  let consents: ConsentsRepository;

  const stillThere = async (): Promise<void> =>
    expect(await consents.find(node.there, userId, clientId)).toEqual(there);

  beforeAll(async () => {
    node = await openTwoRealms();
    consents = new ConsentsRepository(node.sql);
  });
  beforeEach(async () => {
    await consents.add(node.here, ids.next(), here);
    await consents.add(node.there, ids.next(), there);
  });
  afterEach(async () => {
    await consents.deleteAllOf(node.here);
    await consents.deleteAllOf(node.there);
  });
  afterAll(() => node.close());

  isolates('ConsentsRepository.find', async () => {
    expect(await consents.find(node.here, userId, clientId)).toEqual(here);
    await stillThere();
  });

  isolates('ConsentsRepository.add', async () => {
    expect(await consents.add(node.here, ids.next(), { ...here, clientId: ids.next() })).toBe(true);
    expect((await consents.page(node.there, userId, { limit: 10 })).items).toEqual([there]);
  });

  isolates('ConsentsRepository.replace', async () => {
    expect(await consents.replace(node.here, there, { ...there, scopes: [] })).toBe(false);
    await stillThere();
  });

  isolates('ConsentsRepository.remove', async () => {
    expect(await consents.remove(node.here, userId, clientId)).toBe(true);
    await stillThere();
  });

  isolates('ConsentsRepository.page', async () => {
    expect((await consents.page(node.here, userId, { limit: 10 })).items).toEqual([here]);
  });

  isolates('ConsentsRepository.deleteAllOfUser', async () => {
    await consents.deleteAllOfUser(node.here, userId);
    await stillThere();
  });

  isolates('ConsentsRepository.deleteAllOfClient', async () => {
    await consents.deleteAllOfClient(node.here, clientId);
    await stillThere();
  });

  isolates('ConsentsRepository.deleteAllOf', async () => {
    await consents.deleteAllOf(node.here);
    await stillThere();
  });
});
