import { SignJWT, UnsecuredJWT, decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair } from 'jose';
import { KeysService } from '../../../src/keys/keys.service.js';
import { RolesService } from '../../../src/realms/roles.service.js';
import type { Domain } from '../../support/domain.js';
import { aTenant, freshTokenDomain, type Tenant } from '../../support/tenant.js';
import { ALL, everySort, liveOnes } from './judge-support.js';

let domain: Domain;
beforeAll(async () => {
  domain = await freshTokenDomain();
});
afterAll(() => domain.close());

describe('a live token', () => {
  it.each(['jwt', 'opaque'] as const)('tells the same in the format %s', async (accessTokenFormat) => {
    const tenant = await aTenant(domain, { client: { accessTokenFormat } });
    const { accessToken, grant } = await tenant.startGrant();
    const user = await tenant.user();
    expect(await tenant.judge(accessToken)).toMatchObject({
      kind: 'access',
      client: { clientId: 'app' },
      user: { username: 'ada' },
      grant,
      scope: ['openid', 'reports:read'],
      audience: [`http://localhost:3000/realms/${tenant.realmName}`],
      issuedAt: domain.clock.now(),
      expiresAt: domain.clock.now() + 43_200_000,
      generation: 0,
      subject: user.id,
    });
  });

  it('of the kind refresh is known as one', async () => {
    const tenant = await aTenant(domain);
    const { refreshToken } = await tenant.startGrant();
    expect(await tenant.judge(refreshToken)).toMatchObject({ kind: 'refresh', audience: [], jti: null });
  });

  it('has the roles that its subject holds when it is judged, not those of its issue', async () => {
    const tenant = await aTenant(domain);
    const realm = await tenant.realm();
    await domain.get(RolesService).create(realm, { name: 'analyst' });
    await tenant.changeUser({ roles: ['analyst'] });
    const { accessToken } = await tenant.startGrant();
    expect(decodeJwt(accessToken)['authorities']).toEqual(['analyst']);
    const authorities = async () => (await tenant.judge(accessToken))?.authorities();
    expect(await authorities()).toEqual(['analyst']);
    await tenant.changeUser({ roles: [] });
    expect(await authorities()).toEqual([]);
  });

  it.each(['a user', 'a client for itself'])(
    'has the roles of %s, which a role that is deleted is none of',
    async (who) => {
      const tenant = await aTenant(domain);
      const realm = await tenant.realm();
      for (const name of ['analyst', 'auditor']) await domain.get(RolesService).create(realm, { name });
      await tenant.changeUser({ roles: ['analyst', 'auditor'] });
      await tenant.changeClient({ roles: ['analyst', 'auditor'], accessTokenFormat: 'opaque' });
      const { accessToken } = who === 'a user' ? await tenant.startGrant() : await tenant.issueForClient();
      const authorities = async () => (await tenant.judge(accessToken))?.authorities();
      expect(await authorities()).toEqual(['analyst', 'auditor']);
      await domain.get(RolesService).delete(realm, 'analyst');
      expect(await authorities()).toEqual(['auditor']);
    },
  );

  it('lives up to its last second and no longer', async () => {
    const tenant = await aTenant(domain, { realm: { tokenValiditySeconds: 60 } });
    const tokens = await everySort(tenant);
    domain.clock.advance(59.999);
    expect(await liveOnes(tenant, tokens)).toEqual(ALL);
    domain.clock.advance(0.001);
    expect(await liveOnes(tenant, tokens)).toEqual(['refresh']);
  });
});

describe('a value that is not exactly one that was issued', () => {
  const changes: [string, (value: string) => string][] = [
    ['a prefix', (value) => value.slice(0, -1)],
    ['a suffix', (value) => value.slice(1)],
    ['a longer one', (value) => `${value}A`],
    ['padding', (value) => `${value}=`],
    ['a space', (value) => `${value} `],
    ['a line break', (value) => `${value}\n`],
    ['other case', (value) => value.toUpperCase()],
    ['a look-alike letter', (value) => value.replace('r', 'г').replace('e', 'е')],
    ['a NUL', (value) => `${value}\0`],
  ];
  it.each(changes)('req 39: %s is refused', async (_what, change) => {
    const tenant = await aTenant(domain);
    const tokens = await everySort(tenant);
    for (const value of Object.values(tokens)) expect(await tenant.isLive(change(value))).toBe(false);
  });

  it('req 39: each prefix of an opaque token is refused', async () => {
    const tenant = await aTenant(domain, { client: { accessTokenFormat: 'opaque' } });
    const { accessToken } = await tenant.issueForClient();
    const lengths = Array.from(accessToken, (_letter, index) => index);
    const live = await Promise.all(lengths.map((length) => tenant.isLive(accessToken.slice(0, length))));
    expect(live).not.toContain(true);
  });

  it('req 39: a handle of one kind is no handle of the other', async () => {
    const tenant = await aTenant(domain, { client: { accessTokenFormat: 'opaque' } });
    const { accessToken, refreshToken = '' } = await tenant.startGrant();
    expect(await tenant.isLive(refreshToken.replace('rgr_', 'rga_'))).toBe(false);
    expect(await tenant.isLive(accessToken.replace('rga_', 'rgr_'))).toBe(false);
    await expect(tenant.refresh(accessToken)).rejects.toMatchObject({ code: 'invalid_grant' });
  });
});

describe('another realm', () => {
  it('req 49: does not know the tokens of this one', async () => {
    const [tenant, other] = [await aTenant(domain), await aTenant(domain)];
    const tokens = await everySort(tenant);
    expect(await liveOnes(tenant, tokens)).toEqual(ALL);
    expect(await liveOnes(other, tokens)).toEqual([]);
  });
});

describe('a JWT that is not one of the access tokens of this realm', () => {
  const claims = async (tenant: Tenant): Promise<Record<string, unknown>> =>
    decodeJwt((await tenant.issueForClient()).accessToken);
  const signed = async (tenant: Tenant, typ: string, payload: Record<string, unknown>): Promise<string> =>
    domain.get(KeysService).sign(await tenant.realm(), 'ES256', typ, payload as { exp: number });

  it('req 78: of another type is refused, though the key is right', async () => {
    const tenant = await aTenant(domain);
    const payload = await claims(tenant);
    expect(await tenant.isLive(await signed(tenant, 'at+jwt', payload))).toBe(true);
    for (const typ of ['JWT', 'id+jwt', 'logout+jwt', ''])
      expect(await tenant.isLive(await signed(tenant, typ, payload))).toBe(false);
  });

  it.each(['iss', 'jti', 'client_id'])('req 78: with another %s or none is refused', async (name) => {
    const tenant = await aTenant(domain);
    const payload = await claims(tenant);
    for (const value of ['https://evil.example', undefined, 7])
      expect(await tenant.isLive(await signed(tenant, 'at+jwt', { ...payload, [name]: value }))).toBe(false);
  });

  it('req 79: unsigned, or signed by a key that it brings along, is refused', async () => {
    const tenant = await aTenant(domain);
    const { accessToken } = await tenant.issueForClient();
    const { kid = '' } = decodeProtectedHeader(accessToken);
    const payload = decodeJwt(accessToken);
    expect(await tenant.isLive(new UnsecuredJWT(payload).encode())).toBe(false);
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const header = { alg: 'ES256', typ: 'at+jwt', kid, jwk: await exportJWK(publicKey) };
    expect(await tenant.isLive(await new SignJWT(payload).setProtectedHeader(header).sign(privateKey))).toBe(false);
  });

  it('req 79: signed with the public key as an HMAC secret is refused', async () => {
    const tenant = await aTenant(domain);
    const { accessToken } = await tenant.issueForClient();
    const { kid = '' } = decodeProtectedHeader(accessToken);
    const key = await domain.get(KeysService).verificationKey(await tenant.realm(), kid);
    const pem = key?.publicKey.export({ format: 'pem', type: 'spki' }) as string;
    const header = { alg: 'HS256', typ: 'at+jwt', kid };
    const forged = new SignJWT(decodeJwt(accessToken)).setProtectedHeader(header).sign(Buffer.from(pem));
    expect(await tenant.isLive(await forged)).toBe(false);
  });

  it("req 79: signed by another realm's key, whatever issuer it names, is refused", async () => {
    const [tenant, other] = [await aTenant(domain), await aTenant(domain)];
    const forged = await signed(other, 'at+jwt', await claims(tenant));
    expect(await tenant.isLive(forged)).toBe(false);
  });

  it('req 79: an empty signature, and one of zeros, are refused', async () => {
    const tenant = await aTenant(domain);
    const [header, payload] = (await tenant.issueForClient()).accessToken.split('.');
    for (const signature of ['', Buffer.alloc(64).toString('base64url')])
      expect(await tenant.isLive(`${header}.${payload}.${signature}`)).toBe(false);
  });
});
