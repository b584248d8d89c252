import { atOnce } from '../../../support/at-once.js';
import { FAULTS } from '../../../support/providers/provider-answer.js';
import { QUICK, VaultHouse } from '../../../support/vault.js';
import { codeOf, HOUR } from './refresh-support.js';

describe('a token of a connection', () => {
  let house: VaultHouse;

  beforeAll(async () => {
    house = await VaultHouse.open({ env: QUICK });
  });
  afterAll(() => house.close());
  beforeEach(() => house.provider.forget());

  const connect = (...wanted: Parameters<VaultHouse['connect']>) => house.connect(...wanted);

  it('is handed out as it is until a fifth of its life is left at the most', async () => {
    const connection = await connect();
    const first = await house.tokens.fresh(house.realm, connection);
    house.domain.clock.advance(HOUR - 360);
    expect(await house.tokens.fresh(house.realm, connection)).toEqual(first);
    expect(house.refreshes).toBe(0);
  });

  it('is renewed ahead of its end, and everything that came with it is kept', async () => {
    const connection = await connect();
    house.provider.behave({ grantedScope: ['read', 'write'] });
    house.domain.clock.advance(HOUR - 200);
    const token = await house.tokens.fresh(house.realm, connection);
    expect(token).toMatchObject({ version: 2, tokenType: 'Bearer', scopes: ['read', 'write'] });
    expect(token.expiresAt).toBe(house.domain.clock.now() + HOUR * 1000);
    house.domain.clock.advance(HOUR);
    expect((await house.tokens.fresh(house.realm, connection)).version).toBe(3);
    expect(house.refreshes).toBe(2);
    expect(await house.events(connection)).toEqual(['connection.created', 'connection.scopes_changed']);
  });

  it('is renewed when its caller needs it for longer', async () => {
    const connection = await connect();
    expect((await house.tokens.fresh(house.realm, connection, { minTtlSeconds: HOUR + 1 })).version).toBe(2);
  });

  it('is renewed once where no token of the provider lives as long as its caller needs it', async () => {
    const connection = await connect();
    const wish = { minTtlSeconds: 2 * HOUR };
    const versions = [];
    for (const seconds of [0, 0, 29, 1]) {
      house.domain.clock.advance(seconds);
      versions.push((await house.tokens.fresh(house.realm, connection, wish)).version);
    }
    expect([versions, house.refreshes]).toEqual([[2, 2, 2, 3], 2]);
  });

  it('keeps the refresh token where the provider does not send another one', async () => {
    house.provider.behave({ refreshTokens: 'keep' });
    const connection = await connect();
    for (const version of [2, 3]) {
      house.domain.clock.advance(2 * HOUR);
      expect((await house.tokens.fresh(house.realm, connection)).version).toBe(version);
    }
  });

  it('is renewed once for many callers of one process', async () => {
    const connection = await connect();
    house.domain.clock.advance(2 * HOUR);
    const tokens = await atOnce(50, () => house.tokens.fresh(house.realm, connection));
    expect(new Set(tokens.map(({ accessToken }) => accessToken)).size).toBe(1);
    expect(house.refreshes).toBe(1);
  });

  it('is refused in vain: refreshed once, and not again within half a minute', async () => {
    const connection = await connect();
    house.domain.clock.advance(60);
    const { version } = await house.tokens.fresh(house.realm, connection);
    const next = await atOnce(10, () => house.tokens.afterRejection(house.realm, connection, version));
    expect(new Set(next.map((token) => token.version))).toEqual(new Set([version + 1]));
    expect((await house.tokens.afterRejection(house.realm, connection, version + 1)).version).toBe(version + 1);
    expect(house.refreshes).toBe(1);
  });

  it('cannot be renewed without a refresh token: it lives to its end, and is not handed out beyond', async () => {
    const connection = await connect({}, { refreshToken: null });
    house.domain.clock.advance(HOUR - 10);
    expect((await house.tokens.fresh(house.realm, connection)).version).toBe(1);
    house.domain.clock.advance(10);
    expect(await codeOf(house.tokens.fresh(house.realm, connection))).toBe('reauth_required');
    expect(await house.find(connection)).toMatchObject({ status: 'needs_reauth', statusReason: 'expired' });
  });

  it('of an end that nobody knows is used until it is refused', async () => {
    house.provider.behave({ expiresIn: null });
    const connection = await connect({}, { expiresAt: null });
    house.domain.clock.advance(1000 * HOUR);
    expect((await house.tokens.fresh(house.realm, connection)).version).toBe(1);
    const next = await house.tokens.afterRejection(house.realm, connection, 1);
    expect(next).toMatchObject({ version: 2, expiresAt: null });
  });

  it('of which only the provider knows is asked about every five minutes', async () => {
    const config = await house.anotherConfig({ expiry: { strategy: 'introspect' } });
    const connection = await connect({}, { expiresAt: null }, config);
    const asked = (): number => house.provider.callsOf('introspect').length;
    await house.tokens.fresh(house.realm, connection);
    expect(asked()).toBe(0);
    house.domain.clock.advance(301);
    await house.tokens.fresh(house.realm, connection);
    await house.tokens.fresh(house.realm, connection);
    expect([asked(), house.refreshes]).toEqual([1, 0]);
    house.provider.grants.expireAccessTokens();
    house.domain.clock.advance(301);
    expect((await house.tokens.fresh(house.realm, connection)).version).toBe(2);
  });

  it('of which its provider says that it is inactive is not handed out, and without another its owner has to help', async () => {
    const config = await house.anotherConfig({ expiry: { strategy: 'introspect' } });
    const connection = await connect({}, { expiresAt: null, refreshToken: null }, config);
    house.provider.grants.expireAccessTokens();
    house.domain.clock.advance(301);
    expect(await codeOf(house.tokens.fresh(house.realm, connection))).toBe('reauth_required');
    expect(await house.find(connection)).toMatchObject({ status: 'needs_reauth', statusReason: 'token_rejected' });
  });

  it('of a client that acts for itself needs no refresh token', async () => {
    const config = await house.anotherConfig({ grantType: 'client_credentials', linkUrl: '' });
    const connection = await connect({}, { refreshToken: null }, config);
    house.domain.clock.advance(2 * HOUR);
    expect((await house.tokens.fresh(house.realm, connection)).version).toBe(2);
    expect(house.provider.tokenCalls('client_credentials')).toHaveLength(1);
  });

  it('is refreshed by hand though the provider failed a moment ago, once in half a minute', async () => {
    const connection = await connect();
    house.provider.fail('token', FAULTS.down);
    house.domain.clock.advance(2 * HOUR);
    await codeOf(house.tokens.fresh(house.realm, connection));
    expect((await house.tokens.refreshNow(house.realm, connection)).version).toBe(2);
    expect(await codeOf(house.tokens.refreshNow(house.realm, connection))).toBe('rate_limited');
  });

  it('is for nobody while its connection is switched off', async () => {
    const connection = await connect();
    await house.connections.disable(house.realm, connection, { clientId: 'ops' });
    expect(await codeOf(house.tokens.fresh(house.realm, connection))).toBe('provider_config_error');
    await house.connections.enable(house.realm, await house.find(connection));
    expect((await house.tokens.fresh(house.realm, connection)).version).toBe(1);
  });
});
