import { decodeJwt, decodeProtectedHeader } from 'jose';
import { idTime } from '../../../src/kernel/ids.js';
import { hashOf } from '../../../src/tokens/token-value.js';
import type { Domain } from '../../support/domain.js';
import { API, aTenant, freshTokenDomain, OTHER_API, type Tenant } from '../../support/tenant.js';

let domain: Domain;
beforeAll(async () => {
  domain = await freshTokenDomain();
});
afterAll(() => domain.close());

const issuerOf = ({ realmName }: Tenant): string => `http://localhost:3000/realms/${realmName}`;

describe('a JWT for a client', () => {
  it('req 78: is typed at+jwt and says whose it is, for whom, and how long', async () => {
    const tenant = await aTenant(domain, { realm: { tokenValiditySeconds: 600 } });
    const at = domain.clock.now();
    const issued = await tenant.issueForClient({ scope: ['reports:read'] });
    expect(decodeProtectedHeader(issued.accessToken)).toEqual({
      alg: 'ES256',
      typ: 'at+jwt',
      kid: expect.any(String),
    });
    expect(decodeJwt(issued.accessToken)).toEqual({
      iss: issuerOf(tenant),
      sub: 'app',
      aud: issuerOf(tenant),
      client_id: 'app',
      iat: at / 1000,
      exp: at / 1000 + 600,
      jti: issued.jti,
      scope: 'reports:read',
      authorities: [],
    });
    expect(idTime(issued.jti ?? '')).toBe(at);
    expect(issued).toMatchObject({ subject: 'app', issuedAt: at, expiresInSeconds: 600, grant: null });
  });

  it('makes no row but its record', async () => {
    const tenant = await aTenant(domain);
    const [tokens, grants] = [await tenant.count('tokens'), await tenant.count('grants')];
    const { jti, refreshToken } = await tenant.issueForClient();
    expect(refreshToken).toBeUndefined();
    expect([await tenant.count('tokens'), await tenant.count('grants')]).toEqual([tokens, grants]);
    expect(await tenant.count('audit_events', "type = 'token.issued' AND detail LIKE ?", [`%${jti}%`])).toBe(1);
  });

  it('leaves the scope out when there is none', async () => {
    const tenant = await aTenant(domain);
    const { accessToken, scope } = await tenant.issueForClient();
    expect(scope).toEqual([]);
    expect(decodeJwt(accessToken)).not.toHaveProperty('scope');
  });

  it('lives as long as its client says, before its realm', async () => {
    const tenant = await aTenant(domain, { client: { accessTokenValiditySeconds: 30 } });
    expect(await tenant.issueForClient()).toMatchObject({ expiresInSeconds: 30 });
  });

  it('is signed with the algorithm of its client', async () => {
    const tenant = await aTenant(domain, { client: { accessTokenSigningAlg: 'RS256' } });
    expect(decodeProtectedHeader((await tenant.issueForClient()).accessToken).alg).toBe('RS256');
  });
});

describe('an opaque token', () => {
  const opaque = { client: { accessTokenFormat: 'opaque' } } as const;

  it('req 37: is 256 random bits behind the mark of its kind', async () => {
    const tenant = await aTenant(domain, opaque);
    const values = await Promise.all(Array.from({ length: 50 }, () => tenant.issueForClient()));
    expect(new Set(values.map(({ accessToken }) => accessToken)).size).toBe(50);
    for (const { accessToken } of values) expect(accessToken).toMatch(/^rga_[A-Za-z0-9_-]{51}$/);
  });

  it('req 38: is stored as its hash alone, and so is a refresh token', async () => {
    const tenant = await aTenant(domain, opaque);
    const { accessToken, refreshToken = '' } = await tenant.startGrant();
    for (const value of [accessToken, refreshToken])
      expect(await tenant.count('tokens', 'hash = ?', [hashOf(value)])).toBe(1);
    const rows = JSON.stringify([
      await tenant.sql.query('SELECT * FROM tokens'),
      await tenant.sql.query('SELECT * FROM grants'),
      await tenant.sql.query('SELECT * FROM audit_events'),
    ]);
    for (const value of [accessToken, refreshToken]) expect(rows).not.toContain(value.slice(4));
  });
});

describe('the audience', () => {
  it.each([
    ['the resources that were asked for', { resources: [API] }, {}, [API]],
    ['each resource once', { resources: [API, OTHER_API, API] }, {}, [API, OTHER_API]],
    ['else what the client is registered for', {}, { audience: ['urn:reports'] }, ['urn:reports']],
    ['resources before the registered audience', { resources: [API] }, { audience: ['urn:reports'] }, [API]],
  ])('is %s', async (_what, wanted, client, expected) => {
    const tenant = await aTenant(domain, { client });
    const token = await tenant.judge((await tenant.issueForClient(wanted)).accessToken);
    expect(token?.audience).toEqual(expected);
  });

  it('holds the issuer, too, with the scope openid', async () => {
    const tenant = await aTenant(domain);
    const { accessToken } = await tenant.startGrant({ resources: [API] });
    expect(decodeJwt(accessToken).aud).toEqual([API, issuerOf(tenant)]);
  });

  it.each(['https://api.example.com/other', `${API}#part`, 'reports', ''])(
    'req 52: refuses the resource %j with invalid_target',
    async (resource) => {
      const tenant = await aTenant(domain);
      const refused = { code: 'invalid_target' };
      await expect(tenant.issueForClient({ resources: [API, resource] })).rejects.toMatchObject(refused);
      await expect(tenant.startGrant({ resources: [resource] })).rejects.toMatchObject(refused);
    },
  );
});

describe('a grant', () => {
  it('names itself in the tokens of a user', async () => {
    const tenant = await aTenant(domain);
    const { accessToken, grant, subject } = await tenant.startGrant();
    const user = await tenant.user();
    expect(decodeJwt(accessToken)).toMatchObject({ sub: user.id, gid: grant?.id, gen: 0 });
    expect(subject).toBe(user.id);
  });

  it('keeps what a dialect must repeat', async () => {
    const tenant = await aTenant(domain);
    const attributes = { vertical: 'onesait', nested: { a: [1] } };
    const policy = { grace: false, onReuse: 'refuses' } as const;
    const { accessToken } = await tenant.startGrant({ attributes, policy });
    expect((await tenant.judge(accessToken))?.grant).toMatchObject({ attributes, policy });
  });

  it('without a refresh token ends with its access token', async () => {
    const tenant = await aTenant(domain, { realm: { tokenValiditySeconds: 600 } });
    const { grant, expiresAt, refreshToken } = await tenant.startGrant({ withRefresh: false });
    expect(refreshToken).toBeUndefined();
    expect(grant?.expiresAt).toBe(expiresAt);
  });

  it('outlives nothing that it gave out', async () => {
    const tenant = await aTenant(domain, { realm: { tokenValiditySeconds: 600, grantValiditySeconds: 60 } });
    const { expiresInSeconds, refreshExpiresAt, grant } = await tenant.startGrant();
    expect(expiresInSeconds).toBe(60);
    expect(refreshExpiresAt).toBe(grant?.expiresAt);
  });

  it('may be given an earlier end', async () => {
    const tenant = await aTenant(domain);
    const expiresAt = domain.clock.now() + 30_000;
    expect((await tenant.startGrant({ expiresAt })).grant).toMatchObject({ expiresAt });
  });

  it('of a client alone has no user, and the client for its subject', async () => {
    const tenant = await aTenant(domain);
    const [realm, client] = [await tenant.realm(), await tenant.client()];
    const issued = await tenant.tokens.startGrant(realm, client, null, {
      at: domain.clock.now(),
      request: { id: 'r', address: '192.0.2.1' },
      grantType: 'client_credentials',
      scope: [],
      resources: [],
      withRefresh: true,
    });
    expect(issued.subject).toBe('app');
    expect(await tenant.judge(issued.accessToken)).toMatchObject({ subject: 'app', user: null });
    expect(await tenant.isLive((await tenant.refresh(issued.refreshToken)).accessToken)).toBe(true);
  });

  it('begun while the password changed is refused', async () => {
    const tenant = await aTenant(domain);
    const [realm, client, before] = [await tenant.realm(), await tenant.client(), await tenant.user()];
    const at = domain.clock.now() + 5;
    await tenant.changeUser({ password: 'another password that nobody guesses' });
    const start = { at, request: { id: 'r', address: '192.0.2.1' }, grantType: 'password', scope: [], resources: [] };
    const begun = tenant.tokens.startGrant(realm, client, before, { ...start, withRefresh: true });
    await expect(begun).rejects.toMatchObject({ code: 'invalid_grant' });
    expect(await tenant.tokens.listGrants(realm, { userId: before.id }, { limit: 10 })).toMatchObject({ items: [] });
  });
});
