import type { SettingDefinition } from '../../../src/connections/apps/app.types.js';
import { AppSettingsRepository } from '../../../src/connections/apps/app-settings.repository.js';
import { type SealedValue, SettingValuesRepository } from '../../../src/connections/apps/setting-values.repository.js';
import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

const ids = new Ids(new SystemClock(), new SystemRandom());
let node: TwoRealms;
beforeAll(async () => {
  node = await openTwoRealms();
});
afterAll(() => node.close());

describe('settings of apps', () => {
  const appId = ids.next();
  let settings: AppSettingsRepository;
  let here: SettingDefinition;
  let there: SettingDefinition;

  const setting = (name: string, of = appId): SettingDefinition => ({
    id: ids.next(),
    appId: of,
    name,
    level: 'realm',
    kind: 'choice',
    required: true,
    defaultValue: null,
    pattern: null,
    choices: ['eu', 'us'],
    help: null,
    prompt: 'install',
  });
  const stillThere = async (): Promise<void> => expect(await settings.find(node.there, there.id)).toEqual(there);

  beforeEach(async () => {
    settings = new AppSettingsRepository(node.sql);
    [here, there] = [setting('here'), setting('there')];
    await settings.add(node.here, here);
    await settings.add(node.there, there);
  });
  afterEach(async () => {
    await settings.deleteAllOf(node.here);
    await settings.deleteAllOf(node.there);
  });

  isolates('AppSettingsRepository.add', async () => {
    await expect(settings.add(node.here, setting('here'))).rejects.toThrow();
    await stillThere();
  });

  isolates('AppSettingsRepository.ofApp', async () => {
    expect(await settings.ofApp(node.here, appId)).toEqual([here]);
  });

  isolates('AppSettingsRepository.find', async () => {
    expect(await settings.find(node.here, there.id)).toBeNull();
  });

  isolates('AppSettingsRepository.replace', async () => {
    expect(await settings.replace(node.here, { ...there, help: 'changed' })).toBe(false);
    await stillThere();
    expect(await settings.replace(node.here, { ...here, help: 'changed' })).toBe(true);
  });

  isolates('AppSettingsRepository.remove', async () => {
    expect(await settings.remove(node.here, there.id)).toBe(false);
    await stillThere();
  });

  isolates('AppSettingsRepository.removeAllOfApp', async () => {
    await settings.removeAllOfApp(node.here, appId);
    expect(await settings.ofApp(node.here, appId)).toEqual([]);
    await stillThere();
  });

  isolates('AppSettingsRepository.deleteAllOf', async () => {
    await settings.deleteAllOf(node.here);
    await stillThere();
  });
});

describe('values of settings', () => {
  const settingId = ids.next();
  const userId = ids.next();
  let values: SettingValuesRepository;
  let here: SealedValue;
  let there: SealedValue;

  const value = (): SealedValue => ({
    id: ids.next(),
    settingId: ids.next(),
    userId,
    ownerKey: userId,
    sealedValue: 'v1.sealed',
    hosts: ['crm.example'],
    updatedAt: 1,
  });
  const ofThere = () => values.of(node.there, [there.settingId], [userId]);
  const stillThere = async (): Promise<void> => expect(await ofThere()).toMatchObject([there]);

  beforeEach(async () => {
    values = new SettingValuesRepository(node.sql);
    [here, there] = [{ ...value(), settingId }, value()];
    await values.add(node.here, here);
    await values.add(node.there, there);
  });
  afterEach(async () => {
    await values.deleteAllOf(node.here);
    await values.deleteAllOf(node.there);
  });

  isolates('SettingValuesRepository.add', async () => {
    await expect(values.add(node.here, { ...value(), settingId })).rejects.toThrow();
    await stillThere();
  });

  isolates('SettingValuesRepository.of', async () => {
    expect(await values.of(node.here, [settingId, there.settingId], [userId, 'realm'])).toMatchObject([here]);
    expect(await values.of(node.here, [], [userId])).toEqual([]);
  });

  isolates('SettingValuesRepository.replace', async () => {
    await values.replace(node.here, there.id, { sealedValue: 'changed', hosts: null, updatedAt: 2 });
    await stillThere();
  });

  isolates('SettingValuesRepository.remove', async () => {
    await values.remove(node.here, there.settingId, userId);
    await stillThere();
  });

  isolates('SettingValuesRepository.removeAllOf', async () => {
    await values.removeAllOf(node.here, [settingId, there.settingId]);
    expect(await values.of(node.here, [settingId], [userId])).toEqual([]);
    await stillThere();
  });

  isolates('SettingValuesRepository.removeAllOfUser', async () => {
    await values.removeAllOfUser(node.here, userId);
    expect(await values.of(node.here, [settingId], [userId])).toEqual([]);
    await stillThere();
  });

  isolates('SettingValuesRepository.deleteAllOf', async () => {
    await values.deleteAllOf(node.here);
    await stillThere();
  });
});
