import { createHash } from 'node:crypto';
import { OAuthError } from '../../../src/protocol/oauth-error.js';
import type { AuthorizationFacts, CodeChecks, StartedCode } from '../../../src/tokens/authorization.types.js';
import { CodesService } from '../../../src/tokens/codes/codes.service.js';
import { PrunerService } from '../../../src/tokens/pruner.service.js';
import type { IssuedTokens } from '../../../src/tokens/token.types.js';
import { SessionsService } from '../../../src/users/sessions/sessions.service.js';
import type { Domain } from '../../support/domain.js';
import { API, aTenant, freshTokenDomain, OTHER_API, REQUEST, secondNode, type Tenant } from '../../support/tenant.js';

const VERIFIER = 'a'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const CALLBACK = 'https://client.example/callback';
const PROVEN: CodeChecks = { redirectUri: CALLBACK, codeVerifier: VERIFIER };
const SESSION = '01900000-0000-7000-8000-0000000000aa';
const ATTEMPTS = Number(process.env['CODE_ATTEMPTS'] ?? 50);

let domain: Domain;
let tenant: Tenant;
beforeAll(async () => {
  domain = await freshTokenDomain();
  tenant = await aTenant(domain, { client: { grantTypes: ['authorization_code', 'refresh_token'] } });
  await tenant.addClient({ clientId: 'other', grantTypes: ['authorization_code', 'refresh_token'] });
});
afterAll(() => domain.close());

async function start(
  changes: Partial<AuthorizationFacts> = {},
  resources: string[] = [],
  sessionId = SESSION,
): Promise<StartedCode> {
  const [realm, client, user, at] = [
    await tenant.realm(),
    await tenant.client(),
    await tenant.user(),
    domain.clock.now(),
  ];
  const signIn = { authTime: at, acr: null, amr: ['pwd'], nonce: 'n', claims: null, online: true };
  const authorization = { ...signIn, redirectUri: CALLBACK, codeChallenge: CHALLENGE, ...changes };
  const granted = { scope: ['openid', 'reports:read'], resources, sessionId };
  return domain.get(CodesService).start(realm, client, user, { at, request: REQUEST, ...granted, authorization });
}

interface Redeeming {
  readonly checks?: CodeChecks;
  readonly as?: Tenant;
  readonly withRefresh?: boolean;
  readonly resources?: string[];
}

async function redeem(code: string, { checks = PROVEN, as = tenant, ...rest }: Redeeming = {}): Promise<IssuedTokens> {
  const at = as.domain.clock.now();
  const redemption = { at, request: REQUEST, checks, resources: [], withRefresh: true, ...rest };
  return as.domain.get(CodesService).redeem(await as.realm(), await as.client(), code, redemption);
}

const refused = expect.objectContaining({ code: 'invalid_grant' }) as Error;

const reasonOf = (attempt: Promise<unknown>): Promise<string | undefined> =>
  attempt.then(
    () => 'granted',
    (error: unknown) => {
      if (error instanceof OAuthError) return error.reason;
      throw error;
    },
  );

describe('a code', () => {
  it('stands for what the user has authorized', async () => {
    const { code } = await start();
    const issued = await redeem(code);
    expect(issued).toMatchObject({ scope: ['openid', 'reports:read'], subject: (await tenant.user()).id });
    expect(issued.grant).toMatchObject({ sessionId: SESSION, attributes: { authorization: { nonce: 'n' } } });
    expect(await tenant.isLive(issued.accessToken)).toBe(true);
    expect((await tenant.refresh(issued.refreshToken)).scope).toEqual(issued.scope);
  });

  it('is not stored, and is no token of another kind', async () => {
    const { code } = await start();
    expect(await tenant.count('tokens', 'scope LIKE ?', [`%${code}%`])).toBe(0);
    expect(await tenant.isLive(code)).toBe(false);
    await expect(tenant.refresh(code)).rejects.toThrow(refused);
    const { refreshToken } = await redeem(code);
    expect(await reasonOf(redeem(refreshToken ?? ''))).toBe('unknown');
  });

  it('gives a refresh token only where one is wanted', async () => {
    const issued = await redeem((await start()).code, { withRefresh: false });
    expect(issued.refreshToken).toBeUndefined();
    expect(issued.expiresInSeconds).toBe((await tenant.realm()).tokenValiditySeconds);
  });

  it('req 31: lives for 60 seconds', async () => {
    const [first, second] = [await start(), await start()];
    domain.clock.advance(59.999);
    expect((await redeem(first.code)).tokenType).toBe('Bearer');
    domain.clock.advance(0.001);
    expect(await reasonOf(redeem(second.code))).toBe('expired');
    expect(await tenant.count('tokens', 'consumedAt IS NULL AND kind = ?', ['code'])).toBeGreaterThan(0);
  });

  it('leaves nothing behind when nobody redeems it', async () => {
    const { grant } = await start();
    domain.clock.advance(60);
    await domain.get(PrunerService).prune();
    expect(await tenant.count('tokens', 'kind = ? AND consumedAt IS NULL', ['code'])).toBe(0);
    expect((await tenant.tokens.listGrants(await tenant.realm(), {}, { limit: 200 })).items).not.toContainEqual(
      expect.objectContaining({ id: grant.id }),
    );
  });

  it.each([
    ['req 32', 'another redirect URI', { ...PROVEN, redirectUri: `${CALLBACK}/` }],
    ['req 32', 'no redirect URI where the request named one', { codeVerifier: VERIFIER }],
    ['req 32', 'another verifier', { ...PROVEN, codeVerifier: 'b'.repeat(43) }],
    ['req 35', 'no verifier where there is a challenge', { redirectUri: CALLBACK }],
    ['req 36', 'a verifier of one character', { ...PROVEN, codeVerifier: 'a' }],
  ])('req 33: %s: is used up by %s', async (_no, _what, checks) => {
    const { code } = await start();
    expect(await reasonOf(redeem(code, { checks }))).toBe('unproven');
    expect(await reasonOf(redeem(code))).toBe('used');
  });

  it('req 35: without a challenge takes no verifier', async () => {
    const { code } = await start({ codeChallenge: null });
    expect(await reasonOf(redeem(code))).toBe('unproven');
    const plain = await start({ codeChallenge: null });
    expect((await redeem(plain.code, { checks: { redirectUri: CALLBACK } })).tokenType).toBe('Bearer');
  });

  it('req 32: needs no redirect URI where the request named none', async () => {
    const { code } = await start({ redirectUri: null });
    expect((await redeem(code, { checks: { codeVerifier: VERIFIER } })).tokenType).toBe('Bearer');
  });

  it('req 32, 52: is for the resources it was asked for, or fewer', async () => {
    const { code } = await start({}, [API, OTHER_API]);
    const issued = await redeem(code, { resources: [API] });
    const { audience } = (await tenant.judge(issued.accessToken))!;
    expect(audience).toContain(API);
    expect(audience).not.toContain(OTHER_API);
    const other = await start({}, [API]);
    await expect(redeem(other.code, { resources: [OTHER_API] })).rejects.toThrow(
      expect.objectContaining({ code: 'invalid_target' }) as Error,
    );
    // A refused request consumes nothing.
    expect((await redeem(other.code)).tokenType).toBe('Bearer');
  });

  it('req 48, 33: is nothing to another client, whose attempt changes nothing', async () => {
    const { code } = await start();
    const as = tenant.at({ clientId: 'other' });
    expect(await reasonOf(redeem(code, { as }))).toBe('other_client');
    expect(await reasonOf(redeem(code, { as, checks: {} }))).toBe('other_client');
    const { accessToken } = await redeem(code);
    expect(await reasonOf(redeem(code, { as }))).toBe('other_client');
    expect(await tenant.isLive(accessToken)).toBe(true);
  });

  it('req 49: is nothing in another realm', async () => {
    const other = await aTenant(domain);
    expect(await reasonOf(redeem((await start()).code, { as: other }))).toBe('unknown');
  });

  it('dies with its grant, its user and its session', async () => {
    const [realm, user] = [await tenant.realm(), await tenant.user()];
    const begun = { at: domain.clock.now(), request: REQUEST, amr: ['pwd'] };
    const { session } = await domain.get(SessionsService).start(realm, user, begun);
    const [revoked, disabled, signedOut] = [await start(), await start(), await start({}, [], session.id)];
    await tenant.tokens.revokeGrant(realm, revoked.grant.id, REQUEST);
    expect(await reasonOf(redeem(revoked.code))).toBe('ended');
    await domain.get(SessionsService).end(realm, session.id, REQUEST);
    expect(await reasonOf(redeem(signedOut.code))).toBe('ended');
    await tenant.changeUser({ enabled: false });
    expect(await reasonOf(redeem(disabled.code))).toBe('ended');
    await tenant.changeUser({ enabled: true });
  });
});

describe('a code that was used', () => {
  it('req 29: ends, shown again by its client, all that came of it', async () => {
    const { code } = await start();
    const first = await redeem(code);
    const second = await tenant.refresh(first.refreshToken);
    expect(await reasonOf(redeem(code))).toBe('used');
    for (const token of [first.accessToken, second.accessToken]) expect(await tenant.isLive(token)).toBe(false);
    await expect(tenant.refresh(second.refreshToken)).rejects.toThrow(refused);
    expect(await tenant.count('audit_events', 'type = ?', ['token.reuse_detected'])).toBeGreaterThan(0);
  });

  it('req 29: ends it long after the code has expired', async () => {
    const { code } = await start();
    const { accessToken } = await redeem(code);
    domain.clock.advance(3600);
    await domain.get(PrunerService).prune();
    expect(await tenant.isLive(accessToken)).toBe(true);
    expect(await reasonOf(redeem(code))).toBe('used');
    expect(await tenant.isLive(accessToken)).toBe(false);
  });

  it('req 29, 33: ends nothing when it is shown without its proof', async () => {
    const { code } = await start();
    const { accessToken } = await redeem(code);
    for (const checks of [{}, { ...PROVEN, codeVerifier: 'b'.repeat(43) }, { codeVerifier: VERIFIER }]) {
      expect(await reasonOf(redeem(code, { checks }))).toBe('unproven');
    }
    expect(await tenant.isLive(accessToken)).toBe(true);
  });
});

describe('many who redeem one code at once', () => {
  let other: Domain;
  beforeAll(async () => {
    other = await secondNode(domain);
  });
  afterAll(() => other.close());

  const WRONG: readonly Redeeming[] = [
    { checks: { ...PROVEN, codeVerifier: 'b'.repeat(43) } },
    { checks: { ...PROVEN, redirectUri: 'https://evil.example' } },
  ];

  const liveOf = async (grantId: string): Promise<number> =>
    tenant.count('grants', 'id = ? AND revokedAt IS NULL', [Buffer.from(grantId.replaceAll('-', ''), 'hex')]);

  it('req 28, 30: on two nodes: one gets tokens, and they die with the second good attempt', async () => {
    const { code, grant } = await start();
    const at = [tenant, tenant.at({ domain: other })];
    const attempts = Array.from({ length: ATTEMPTS }, (_, index) => redeem(code, { as: at[index % 2] }));
    const settled = await Promise.allSettled(attempts);
    const won = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(won).toHaveLength(1);
    expect(await tenant.isLive(won[0]?.accessToken)).toBe(false);
    expect(await liveOf(grant.id)).toBe(0);
  });

  it('req 28, 33: with wrong proofs and other clients among them: one gets tokens that live, or nobody does', async () => {
    for (let round = 0; round < 5; round++) {
      const { code } = await start();
      const foreign = { as: tenant.at({ clientId: 'other' }) };
      const crowd = Array.from({ length: ATTEMPTS }, (_, index) => [...WRONG, foreign][index % 3] as Redeeming);
      const right = redeem(code);
      const outcomes = await Promise.allSettled([...crowd.map((redeeming) => redeem(code, redeeming)), right]);
      const won = outcomes.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      expect(won.length).toBeLessThanOrEqual(1);
      for (const { accessToken } of won) expect(await tenant.isLive(accessToken)).toBe(true);
    }
  });
});
