import { SystemClock } from '../../../src/kernel/clock.js';
import { sha256 } from '../../../src/kernel/digest.js';
import { Ids } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import type { DeviceCode, DeviceVerdict } from '../../../src/oauth/device/device-code.types.js';
import { DeviceCodesRepository } from '../../../src/oauth/device/device-codes.repository.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

describe('device codes', () => {
  const ids = new Ids(new SystemClock(), new SystemRandom());
  const clientId = ids.next();
  const userCode = sha256('BCDFGHJK');
  const verdict: DeviceVerdict = {
    decision: 'allow',
    userId: ids.next(),
    sessionId: ids.next(),
    authentication: { authTime: 1, acr: null, amr: ['pwd'] },
    at: 2,
  };
  let node: TwoRealms;
  let codes: DeviceCodesRepository;
  let here: DeviceCode;
  let there: DeviceCode;

  const code = (value: string): DeviceCode => ({
    hash: sha256(value),
    clientId,
    scope: ['openid'],
    resources: [],
    decision: null,
    userId: null,
    sessionId: null,
    authentication: null,
    decidedAt: null,
    pollSeconds: 5,
    polledAt: null,
    createdAt: 1,
    expiresAt: 1000,
    consumedAt: null,
  });
  const stillThere = async (): Promise<void> => expect(await codes.find(node.there, there.hash)).toEqual(there);

  beforeAll(async () => {
    node = await openTwoRealms();
    codes = new DeviceCodesRepository(node.sql);
  });
  beforeEach(async () => {
    [here, there] = [code('here'), code('there')];
    await codes.add(node.here, here, userCode);
    await codes.add(node.there, there, userCode);
  });
  afterEach(async () => {
    await codes.deleteAllOf(node.here);
    await codes.deleteAllOf(node.there);
  });
  afterAll(() => node.close());

  isolates('DeviceCodesRepository.add', async () => {
    expect(await codes.add(node.here, code('other'), userCode)).toBe(false);
    expect(await codes.add(node.here, code('other'), sha256('another'))).toBe(true);
    expect(await codes.findByUserCode(node.there, sha256('another'))).toBeNull();
  });

  isolates('DeviceCodesRepository.find', async () => {
    expect(await codes.find(node.here, there.hash)).toBeNull();
    expect(await codes.find(node.here, here.hash)).toEqual(here);
  });

  isolates('DeviceCodesRepository.findByUserCode', async () => {
    expect(await codes.findByUserCode(node.here, userCode)).toEqual(here);
  });

  isolates('DeviceCodesRepository.countWaiting', async () => {
    expect(await codes.countWaiting(node.here, clientId, 1)).toBe(1);
    expect(await codes.countWaiting(node.here, clientId, 1000)).toBe(0);
  });

  isolates('DeviceCodesRepository.poll', async () => {
    expect(await codes.poll(node.here, there.hash, 2, 0)).toBe(false);
    await stillThere();
  });

  isolates('DeviceCodesRepository.decide', async () => {
    expect(await codes.decide(node.here, there.hash, verdict)).toBe(false);
    await stillThere();
  });

  isolates('DeviceCodesRepository.claim', async () => {
    await codes.decide(node.there, there.hash, verdict);
    expect(await codes.claim(node.here, there.hash, clientId, 3)).toBe(false);
    expect((await codes.find(node.there, there.hash))?.consumedAt).toBeNull();
  });

  isolates('DeviceCodesRepository.denyAllOfSession', async () => {
    await codes.decide(node.here, here.hash, verdict);
    await codes.decide(node.there, there.hash, verdict);
    await codes.denyAllOfSession(node.here, verdict.sessionId);
    const decisions = [await codes.find(node.here, here.hash), await codes.find(node.there, there.hash)];
    expect(decisions.map((found) => found?.decision)).toEqual(['deny', 'allow']);
  });

  isolates('DeviceCodesRepository.deleteAllOf', async () => {
    await codes.deleteAllOf(node.here);
    await stillThere();
  });
});
