import { Database } from '../../../src/database/database.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { atOnce } from '../../support/at-once.js';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { FormBrowser } from '../../support/form-browser.js';
import { OAuth } from '../../support/oauth.js';
import type { Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { type LoggedStatement, StatementLog } from '../../support/statement-log.js';

const LOAD = 32;
/** Under load the reads and writes of many requests share a statement; one by one each request would need several. */
const STATEMENTS_PER_REQUEST = 1;
const ROUNDS = 10;

describe('the statements of the hot paths', () => {
  let server: TestServer;
  let realm: Realm;
  let jwt: BuiltClient;
  let opaque: BuiltClient;
  let user: BuiltUser;
  let oauth: OAuth;
  let log: StatementLog;

  beforeAll(async () => {
    server = await startServer({ settings: { PRUNE_INTERVAL_SECONDS: '86400' } });
    realm = await aRealm(server);
    jwt = await aClient(server, realm, { accessTokenFormat: 'jwt' });
    opaque = await aClient(server, realm, { accessTokenFormat: 'opaque' });
    user = await aUser(server, realm);
    oauth = new OAuth(server, realm);
    log = new StatementLog(server.get(Database));
    await atOnce(LOAD, () => oauth.clientCredentials(jwt));
  }, 60_000);

  afterAll(() => server?.close());

  const succeeded = async (answers: Promise<Answer[]>): Promise<Answer[]> => {
    const all = await answers;
    expect(all.map(({ status }) => status)).toEqual(Array(all.length).fill(200));
    return all;
  };

  const refreshTokens = async (count: number): Promise<unknown[]> => {
    const tokens: unknown[] = [];
    while (tokens.length < count) tokens.push((await oauth.password(opaque, user)).body['refresh_token']);
    return tokens;
  };

  describe('of one request alone', () => {
    it('a JWT is read for, and writes its audit event', async () => {
      const statements = await log.during(() => succeeded(atOnce(1, () => oauth.clientCredentials(jwt))));
      expect(reads(statements)).toBeLessThanOrEqual(4);
      expect(writes(statements)).toEqual(['insert audit_events']);
    });

    it('an opaque token and its audit event are one write', async () => {
      const statements = await log.during(() => succeeded(atOnce(1, () => oauth.clientCredentials(opaque))));
      expect(reads(statements)).toBeLessThanOrEqual(4);
      expect(writes(statements)).toEqual(['insert audit_events tokens']);
    });

    it('an introspection writes nothing, and reads no roles that are known', async () => {
      const { body } = await oauth.clientCredentials(opaque);
      await oauth.introspect(opaque, body['access_token']);
      const statements = await log.during(() => oauth.introspect(opaque, body['access_token']));
      expect(reads(statements)).toBeLessThanOrEqual(5);
      expect(tablesOf(statements)).not.toContain('role_assignments');
      expect(writes(statements)).toEqual([]);
    });

    it('a refresh changes the token and the grant, and writes what it issues at once', async () => {
      const [token] = await refreshTokens(1);
      const statements = await log.during(() => succeeded(atOnce(1, () => oauth.refresh(opaque, token))));
      expect(reads(statements)).toBeLessThanOrEqual(5);
      expect(writes(statements)).toEqual(['change grants', 'change tokens', 'insert audit_events tokens']);
    });

    it('a page for somebody who is signed in reads its user once', async () => {
      const browser = new FormBrowser(server.url);
      const account = `${server.issuer(realm.name)}/account`;
      await browser.signIn(account, user);
      const statements = await log.during(() => browser.open(account));
      expect(tablesOf(statements).filter((table) => table === 'users')).toHaveLength(1);
    });
  });

  describe(`of ${LOAD} requests at once`, () => {
    it('JWTs write nothing but audit events, one each and many together', async () => {
      await expectShared(async () => {
        const statements = await log.during(() => succeeded(atOnce(LOAD, () => oauth.clientCredentials(jwt))));
        expect(new Set(writes(statements))).toEqual(new Set(['insert audit_events']));
        expect(statements.flatMap(({ rows }) => rows)).toHaveLength(LOAD);
        return statements;
      });
    });

    it('opaque tokens share their writes', async () => {
      await expectShared(async () => {
        const statements = await log.during(() => succeeded(atOnce(LOAD, () => oauth.clientCredentials(opaque))));
        expect(statements.flatMap(({ rows }) => rows)).toHaveLength(2 * LOAD);
        return statements;
      });
    });

    it('introspections share their reads', async () => {
      const issued = await succeeded(atOnce(LOAD, () => oauth.clientCredentials(opaque)));
      await expectShared(async () => {
        const statements = await log.during(() =>
          succeeded(atOnce(LOAD, (index) => oauth.introspect(opaque, issued[index]?.body['access_token']))),
        );
        expect(writes(statements)).toEqual([]);
        return statements;
      });
    });

    it('refreshes share their claims', async () => {
      let tokens = await refreshTokens(LOAD);
      await expectShared(async () => {
        let answers: Answer[] = [];
        const statements = await log.during(async () => {
          answers = await succeeded(atOnce(LOAD, (index) => oauth.refresh(opaque, tokens[index])));
        });
        tokens = answers.map(({ body }) => body['refresh_token']);
        return statements;
      });
    }, 60_000);
  });
});

const reads = (statements: readonly LoggedStatement[]): number =>
  statements.filter(({ kind }) => kind === 'read').length;

const tablesOf = (statements: readonly LoggedStatement[]): string[] => statements.flatMap(({ tables }) => tables);

/** What was written, each statement in a few words. */
const writes = (statements: readonly LoggedStatement[]): string[] =>
  statements
    .filter(({ kind }) => kind !== 'read')
    .map(({ kind, tables }) => [kind, ...[...new Set(tables)].sort()].join(' '))
    .sort();

/** Requests share what is asked at the same time: on a busy machine a round may trickle in, but not every one of them. */
async function expectShared(round: () => Promise<readonly LoggedStatement[]>): Promise<void> {
  let least = Infinity;
  for (let rounds = 0; rounds < ROUNDS && least >= STATEMENTS_PER_REQUEST; rounds++) {
    least = Math.min(least, (await round()).length / LOAD);
  }
  expect(least).toBeLessThan(STATEMENTS_PER_REQUEST);
}
