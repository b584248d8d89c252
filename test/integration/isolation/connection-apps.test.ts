import type { ConnectionApp, Installation } from '../../../src/connections/apps/app.types.js';
import { AppsRepository } from '../../../src/connections/apps/apps.repository.js';
import { InstallationsRepository } from '../../../src/connections/apps/installations.repository.js';
import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

const ids = new Ids(new SystemClock(), new SystemRandom());
const page = { limit: 10 };
let node: TwoRealms;
beforeAll(async () => {
  node = await openTwoRealms();
});
afterAll(() => node.close());

describe('apps', () => {
  let apps: AppsRepository;
  let here: ConnectionApp;
  let there: ConnectionApp;

  const app = (name: string): ConnectionApp => ({
    id: ids.next(),
    slug: 'crm',
    name,
    description: null,
    logoSourceUrl: null,
    status: 'published',
    offered: false,
    origin: { slug: 'crm', version: 'v', parts: { app: 'a' } },
    memberUse: false,
    createdBy: null,
    version: 1,
    createdAt: 1,
    updatedAt: 1,
  });
  const stillThere = async (): Promise<void> => expect(await apps.find(node.there, there.id)).toEqual(there);

  beforeEach(async () => {
    apps = new AppsRepository(node.sql);
    [here, there] = [app('here'), app('there')];
    await apps.add(node.here, here);
    await apps.add(node.there, there);
  });
  afterEach(async () => {
    await apps.deleteAllOf(node.here);
    await apps.deleteAllOf(node.there);
  });

  isolates('AppsRepository.add', async () => {
    await expect(apps.add(node.here, app('again'))).rejects.toThrow();
    await stillThere();
  });

  isolates('AppsRepository.page', async () => {
    expect((await apps.page(node.here, page)).items).toEqual([here]);
  });

  isolates('AppsRepository.find', async () => {
    expect(await apps.find(node.here, there.id)).toBeNull();
    expect(await apps.find(node.here, here.id)).toEqual(here);
  });

  isolates('AppsRepository.ofStatus', async () => {
    expect(await apps.ofStatus(node.here, 'published')).toEqual([here]);
    expect(await apps.ofStatus(node.here, 'draft')).toEqual([]);
  });

  isolates('AppsRepository.replace', async () => {
    expect(await apps.replace(node.here, { ...there, name: 'changed', version: 2 }, 1)).toBe(false);
    await stillThere();
    expect(await apps.replace(node.here, { ...here, name: 'changed', version: 2 }, 1)).toBe(true);
    expect(await apps.replace(node.here, { ...here, name: 'late', version: 2 }, 1)).toBe(false);
  });

  isolates('AppsRepository.remove', async () => {
    await apps.remove(node.here, there.id);
    await stillThere();
  });

  isolates('AppsRepository.deleteAllOf', async () => {
    await apps.deleteAllOf(node.here);
    expect(await apps.find(node.here, here.id)).toBeNull();
    await stillThere();
  });
});

describe('installations', () => {
  const appId = ids.next();
  let installations: InstallationsRepository;
  let here: Installation;
  let there: Installation;

  const installation = (): Installation => ({
    id: ids.next(),
    appId,
    status: 'active',
    installedBy: 'console',
    createdAt: 1,
  });
  const stillThere = async (): Promise<void> => expect(await installations.find(node.there, there.id)).toEqual(there);

  beforeEach(async () => {
    installations = new InstallationsRepository(node.sql);
    [here, there] = [installation(), installation()];
    await installations.add(node.here, here);
    await installations.add(node.there, there);
  });
  afterEach(async () => {
    await installations.deleteAllOf(node.here);
    await installations.deleteAllOf(node.there);
  });

  isolates('InstallationsRepository.add', async () => {
    await expect(installations.add(node.here, installation())).rejects.toThrow();
    await stillThere();
  });

  isolates('InstallationsRepository.page', async () => {
    expect((await installations.page(node.here, page)).items).toEqual([here]);
  });

  isolates('InstallationsRepository.find', async () => {
    expect(await installations.find(node.here, there.id)).toBeNull();
  });

  isolates('InstallationsRepository.ofApp', async () => {
    expect(await installations.ofApp(node.here, appId)).toEqual(here);
  });

  isolates('InstallationsRepository.setStatus', async () => {
    expect(await installations.setStatus(node.here, there.id, 'disabled')).toBe(false);
    await stillThere();
  });

  isolates('InstallationsRepository.removeOfApp', async () => {
    await installations.removeOfApp(node.here, appId);
    expect(await installations.ofApp(node.here, appId)).toBeNull();
    await stillThere();
  });

  isolates('InstallationsRepository.deleteAllOf', async () => {
    await installations.deleteAllOf(node.here);
    await stillThere();
  });
});
