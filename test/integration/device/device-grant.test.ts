import { UsersService } from '../../../src/users/users.service.js';
import { ConsentsService } from '../../../src/oauth/consents/consents.service.js';
import { SessionsService } from '../../../src/users/sessions/sessions.service.js';
import { atOnce } from '../../support/at-once.js';
import { anotherNode, DeviceTenant, freshDeviceDomain } from '../../support/device.js';
import type { Domain } from '../../support/domain.js';
import { REQUEST } from '../../support/tenant.js';

describe('the device grant', () => {
  let domain: Domain;
  let devices: DeviceTenant;
  beforeAll(async () => {
    domain = await freshDeviceDomain();
  });
  beforeEach(async () => {
    devices = await DeviceTenant.open(domain);
  });
  afterAll(() => domain.close());

  it('gives a device tokens for the user who let it in, once', async () => {
    const { deviceCode, userCode } = await devices.begin(['openid', 'reports:read']);
    expect(await devices.outcome(deviceCode)).toBe('authorization_pending');
    const session = await devices.signIn();
    expect(await devices.decide(userCode, 'allow', session)).toBe(true);
    const issued = await devices.poll(deviceCode);
    const user = await devices.tenant.user();
    expect(issued).toMatchObject({ subject: user.id, scope: ['openid', 'reports:read'] });
    expect(issued.refreshToken).toMatch(/^rgr_/);
    expect(issued.grant).toMatchObject({ sessionId: session.id, attributes: { authorization: { amr: ['pwd'] } } });
    expect(await devices.outcome(deviceCode)).toBe('invalid_grant');
    expect(await devices.tenant.isLive(issued.accessToken)).toBe(true);
  });

  it('tells a device that its user has refused it', async () => {
    const { deviceCode, userCode } = await devices.begin();
    await devices.decide(userCode, 'deny');
    expect(await devices.outcome(deviceCode)).toBe('access_denied');
    expect(await devices.find(userCode)).toBeNull();
  });

  it('req 71: slows down who polls too often, and for longer each time', async () => {
    const { deviceCode } = await devices.begin();
    const outcomes: string[] = [];
    for (const seconds of [0, 4, 9, 15, 14]) {
      domain.clock.advance(seconds);
      outcomes.push(await devices.outcome(deviceCode));
    }
    expect(outcomes).toEqual(['authorization_pending', 'slow_down', 'slow_down', 'authorization_pending', 'slow_down']);
  });

  it('req 71: ends a code with its time, for the device and for its user', async () => {
    const { deviceCode, userCode, expiresInSeconds } = await devices.begin();
    const device = await devices.find(userCode);
    domain.clock.advance(expiresInSeconds);
    expect(await devices.outcome(deviceCode)).toBe('expired_token');
    expect(device).not.toBeNull();
    expect(await devices.find(userCode)).toBeNull();
  });

  it('req 71: gives a code to one of many polls at once, on whichever node', async () => {
    const other = await anotherNode(domain);
    const second = devices.at(other);
    for (let round = 0; round < 5; round++) {
      const { deviceCode, userCode } = await devices.begin();
      await devices.decide(userCode, 'allow');
      const outcomes = await atOnce(24, (index) => (index % 2 ? devices : second).outcome(deviceCode));
      expect(outcomes.filter((outcome) => outcome === 'issued')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'invalid_grant')).toHaveLength(23);
    }
    await other.close();
  });

  it('req 48: refuses the device code of another client, and uses nothing up', async () => {
    const { deviceCode, userCode } = await devices.begin();
    await devices.decide(userCode, 'allow');
    const { grantTypes, scopes } = await devices.tenant.client();
    await devices.tenant.addClient({
      clientId: 'other',
      type: 'public',
      grantTypes: [...grantTypes],
      scopes: [...scopes],
    });
    expect(await devices.at(domain, 'other').outcome(deviceCode)).toBe('invalid_grant');
    expect(await devices.outcome(deviceCode)).toBe('issued');
  });

  it('req 49: refuses the device code, and the code of the user, of another realm', async () => {
    const { deviceCode, userCode } = await devices.begin();
    const elsewhere = await DeviceTenant.open(domain);
    expect(await elsewhere.outcome(deviceCode)).toBe('invalid_grant');
    expect(await elsewhere.find(userCode)).toBeNull();
  });

  it.each(['rgd_', '', 'rgd_x', 'rga_abcdefghijklmnopqrstuvwxyz0123456789abcdefg'])(
    'req 39: takes %j for no device code',
    async (value) => {
      expect(await devices.outcome(value)).toBe('invalid_grant');
    },
  );

  it('req 71: takes one verdict of many, and none from a session that has ended', async () => {
    const device = await devices.find((await devices.begin()).userCode);
    if (!device) throw new Error('There is no device.');
    const session = await devices.signIn();
    const said = await atOnce(6, (index) => devices.say(device, index % 2 ? 'allow' : 'deny', session));
    expect(said.filter(Boolean)).toHaveLength(1);
    const next = await devices.begin();
    await domain.get(SessionsService).end(await devices.tenant.realm(), session.id, REQUEST);
    expect(await devices.decide(next.userCode, 'allow', session)).toBe(false);
  });
});

describe('what was allowed to a device and not fetched yet', () => {
  let domain: Domain;
  let devices: DeviceTenant;
  let deviceCode: string;
  beforeAll(async () => {
    domain = await freshDeviceDomain();
  });
  beforeEach(async () => {
    devices = await DeviceTenant.open(domain);
    const begun = await devices.begin();
    deviceCode = begun.deviceCode;
    await devices.decide(begun.userCode, 'allow');
    domain.clock.advance(1);
  });
  afterAll(() => domain.close());

  const endings: [string, () => Promise<unknown>][] = [
    ['the user is disabled', () => devices.tenant.changeUser({ enabled: false })],
    ['the user has a new password', () => devices.tenant.changeUser({ password: 'quite another password' })],
    ['the user is gone', async () => domain.get(UsersService).delete(await devices.tenant.realm(), 'ada')],
    ['the client lost the scope', () => devices.tenant.changeClient({ scopes: ['reports:read'] })],
    ['the client has a new notBefore', () => devices.tenant.changeClient({ notBefore: domain.clock.now() })],
    ['the realm has a new notBefore', () => devices.tenant.changeRealm({ notBefore: domain.clock.now() })],
  ];

  it.each(endings)('req 60: is not given once %s', async (_name, end) => {
    await end();
    expect(['invalid_grant', 'access_denied']).toContain(await devices.outcome(deviceCode));
  });

  it('req 60: is not given once the session has ended', async () => {
    const realm = await devices.tenant.realm();
    const user = await devices.tenant.user();
    await domain.get(SessionsService).endAllOf(realm, user.id, REQUEST);
    expect(await devices.outcome(deviceCode)).toBe('access_denied');
  });

  it('req 60: is not given once the user has taken its consent back', async () => {
    const [realm, user] = [await devices.tenant.realm(), await devices.tenant.user()];
    await domain.get(ConsentsService).withdraw(realm, user.id, await devices.tenant.client(), REQUEST);
    expect(await devices.outcome(deviceCode)).toBe('access_denied');
  });

  it('dies with its session after it was given', async () => {
    const { accessToken } = await devices.poll(deviceCode);
    const user = await devices.tenant.user();
    await domain.get(SessionsService).endAllOf(await devices.tenant.realm(), user.id, REQUEST);
    expect(await devices.tenant.isLive(accessToken)).toBe(false);
  });

  it('goes on after its session with offline_access', async () => {
    const begun = await devices.begin(['offline_access']);
    await devices.decide(begun.userCode, 'allow');
    const { accessToken } = await devices.poll(begun.deviceCode);
    const user = await devices.tenant.user();
    await domain.get(SessionsService).endAllOf(await devices.tenant.realm(), user.id, REQUEST);
    expect(await devices.tenant.isLive(accessToken)).toBe(true);
  });
});

describe('guessing codes of devices', () => {
  let domain: Domain;
  let devices: DeviceTenant;
  beforeEach(async () => {
    domain = await freshDeviceDomain();
    devices = await DeviceTenant.open(domain);
  });
  afterEach(() => domain.close());

  it('req 71, 84: holds back an address after five wrong codes, even with a right one; others go on', async () => {
    const { userCode } = await devices.begin();
    const wrong = await atOnce(20, () => devices.find('BBBB-BBBB'));
    expect(wrong.every((found) => found === null)).toBe(true);
    expect(await devices.find(userCode)).toBeNull();
    expect(await devices.find(userCode, '192.0.2.99')).not.toBeNull();
    domain.clock.advance(901);
    expect(await devices.find(userCode, '192.0.2.99')).toBeNull();
  });

  it('lets who knows the code look at it as often as it takes', async () => {
    const { userCode } = await devices.begin();
    for (let look = 0; look < 12; look++) expect(await devices.find(userCode)).not.toBeNull();
  });

  it('req 89: bounds how many codes one address asks for in the name of a public client', async () => {
    for (let asked = 0; asked < 60; asked++) await devices.begin();
    await expect(devices.begin()).rejects.toMatchObject({ status: 429 });
    await expect(devices.begin(['openid'], '192.0.2.77')).resolves.toBeDefined();
  });

  it('req 71: keeps no code in the clear', async () => {
    const { deviceCode, userCode } = await devices.begin();
    const rows = await devices.tenant.sql.query('SELECT * FROM device_codes');
    const text = JSON.stringify(rows, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    expect(text).not.toContain(deviceCode);
    expect(text).not.toContain(userCode);
  });
});
