import fc from 'fast-check';
import { startServer, type TestServer } from '../../support/server.js';
import { Organisation, proxied, raw } from './gtwy-support.js';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** What ought to be alive, after what was done. */
interface Grant {
  readonly refresh: string;
  readonly access: string[];
  readonly ended: Set<string>;
  over: boolean;
}

type Step = { readonly does: 'refresh' | 'end access' | 'end grant'; readonly grant: number; readonly access: number };

const step: fc.Arbitrary<Step> = fc.record({
  does: fc.constantFrom('refresh', 'refresh', 'end access', 'end grant'),
  grant: fc.nat({ max: 2 }),
  access: fc.nat({ max: 7 }),
});

describe.each(['jwt', 'opaque'] as const)('tokens of the dialect (%s)', (accessTokenFormat) => {
  let org: Organisation;
  let user: string;

  beforeAll(async () => {
    org = await Organisation.create(server, { accessTokenFormat });
    user = (await org.tokensOf(org.user)).access;
    await org.calls.save(raw((await org.tokensOf(org.manager)).access), 'saved');
  });

  async function begin(): Promise<Grant> {
    const { body } = await org.calls.verify(raw(user), 'saved');
    return {
      refresh: String(body['refresh_token']),
      access: [String(body['access_token'])],
      ended: new Set(),
      over: false,
    };
  }

  async function take({ does, access }: Step, grant: Grant): Promise<void> {
    if (does === 'refresh') {
      const { status, body } = await org.calls.refresh(grant.refresh);
      expect(status).toBe(grant.over ? 401 : 200);
      if (!grant.over) grant.access.push(String(body['access_token']));
    } else if (does === 'end access') {
      const value = grant.access[access % grant.access.length] ?? '';
      expect((await org.revoke('saved', value)).status).toBe(200);
      grant.ended.add(value);
    } else {
      expect((await org.revoke('saved', grant.refresh)).status).toBe(200);
      grant.over = true;
    }
  }

  async function expectAgreement(grant: Grant): Promise<void> {
    for (const value of grant.access) {
      const isAlive = !grant.over && !grant.ended.has(value);
      expect(await org.isActive(value)).toBe(isAlive);
      expect((await org.calls.verify(proxied(value), 'nobody')).status).toBe(isAlive ? 400 : 401);
    }
    expect(await org.isActive(grant.refresh)).toBe(!grant.over);
    expect((await org.calls.refresh(grant.refresh)).status).toBe(grant.over ? 401 : 200);
  }

  it('are alive here exactly as long as introspection says so, whatever was refreshed and revoked', async () => {
    const property = fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const grants = await Promise.all([begin(), begin(), begin()]);
      for (const one of steps) await take(one, grants[one.grant]!);
      for (const grant of grants) await expectAgreement(grant);
    });
    await fc.assert(property, { numRuns: 15 });
  });
});
