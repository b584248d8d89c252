import type { SavedRequest } from '../../../src/connections/proxy/saved-request.types.js';
import { SavedRequestsRepository } from '../../../src/connections/proxy/saved-requests.repository.js';
import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

const ids = new Ids(new SystemClock(), new SystemRandom());

describe('saved requests', () => {
  const [appHere, appThere] = [ids.next(), ids.next()];
  let node: TwoRealms;
  let requests: SavedRequestsRepository;
  let here: SavedRequest;
  let there: SavedRequest;

  const aRequest = (appId: string, name = 'list'): SavedRequest => ({
    id: ids.next(),
    appId,
    name,
    method: 'GET',
    path: 'users',
    headers: { 'X-A': '{{meta.a}}' },
    query: { page: '1' },
    body: null,
    bodyFormat: 'json',
    version: 1,
    createdAt: 1,
    updatedAt: 1,
  });
  const stillThere = async (): Promise<void> =>
    expect(await requests.find(node.there, appThere, 'list')).toEqual(there);

  beforeAll(async () => {
    node = await openTwoRealms();
    requests = new SavedRequestsRepository(node.sql);
  });
  beforeEach(async () => {
    [here, there] = [aRequest(appHere), aRequest(appThere)];
    await requests.add(node.here, here);
    await requests.add(node.there, there);
  });
  afterEach(() => node.sql.execute('DELETE FROM connection_requests'));
  afterAll(() => node.close());

  isolates('SavedRequestsRepository.add', async () => {
    await requests.add(node.here, aRequest(appHere, 'other'));
    expect([await requests.count(node.here, appHere), await requests.count(node.there, appThere)]).toEqual([2, 1]);
  });

  isolates('SavedRequestsRepository.find', async () => {
    expect(await requests.find(node.here, appHere, 'list')).toEqual(here);
    expect(await requests.find(node.here, appThere, 'list')).toBeNull();
  });

  isolates('SavedRequestsRepository.page', async () => {
    expect((await requests.page(node.here, appHere, { limit: 10 })).items).toEqual([here]);
    expect((await requests.page(node.here, appThere, { limit: 10 })).items).toEqual([]);
  });

  isolates('SavedRequestsRepository.count', async () => {
    expect([await requests.count(node.here, appHere), await requests.count(node.here, appThere)]).toEqual([1, 0]);
  });

  isolates('SavedRequestsRepository.replace', async () => {
    expect(await requests.replace(node.here, { ...there, path: 'other', version: 2 }, 1)).toBe(false);
    expect(await requests.replace(node.here, { ...here, path: 'other', version: 2 }, 1)).toBe(true);
    expect(await requests.replace(node.here, { ...here, path: 'third', version: 2 }, 1)).toBe(false);
    await stillThere();
  });

  isolates('SavedRequestsRepository.remove', async () => {
    expect(await requests.remove(node.here, there.id)).toBe(false);
    await stillThere();
  });

  isolates('SavedRequestsRepository.removeAllOfApp', async () => {
    await requests.removeAllOfApp(node.here, appThere);
    await stillThere();
  });

  isolates('SavedRequestsRepository.deleteAllOf', async () => {
    await requests.deleteAllOf(node.here);
    expect(await requests.count(node.here, appHere)).toBe(0);
    await stillThere();
  });
});
