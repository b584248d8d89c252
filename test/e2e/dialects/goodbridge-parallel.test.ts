import { atOnce } from '../../support/at-once.js';
import { aClient, aRealm } from '../../support/builders.js';
import { startServer, type TestServer } from '../../support/server.js';
import { GoodbridgeClient, pairOf, type Pair } from './goodbridge.client.js';

const TIMES = 200;
const ROUNDS = 3;

describe(`${TIMES} refreshes of one token of GoodBridge at once`, () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer({ settings: { OPEN_REQUESTS_PER_ADDRESS: '100000' } });
  });
  afterAll(() => server.close());

  async function clientOf(refreshGraceSeconds: number): Promise<GoodbridgeClient> {
    const realm = await aRealm(server, { refreshGraceSeconds });
    return new GoodbridgeClient(`${server.issuer(realm.name)}/dialects/goodbridge`, await aClient(server, realm));
  }

  const isActive = (client: GoodbridgeClient, pairs: readonly Pair[]): Promise<boolean[]> =>
    Promise.all(pairs.map(({ access_token }) => client.isActive(access_token)));

  it('req 57: give everybody one successor while the window runs', async () => {
    const client = await clientOf(10);
    for (let round = 0; round < ROUNDS; round++) {
      const { refresh_token } = await client.pair();
      const pairs = (await atOnce(TIMES, () => client.refresh(refresh_token))).map(pairOf);
      const successors = new Set(pairs.map((pair) => pair.refresh_token));
      expect(successors.size).toBe(1);
      expect(new Set(await isActive(client, pairs))).toEqual(new Set([true]));
      const next = pairOf(await client.refresh([...successors][0]!));
      expect(new Set(await isActive(client, pairs))).toEqual(new Set([false]));
      expect(await client.isActive(next.access_token)).toBe(true);
    }
  }, 120_000);

  it('req 56, 57: have one winner where there is no window, and end the grant', async () => {
    const client = await clientOf(0);
    for (let round = 0; round < ROUNDS; round++) {
      const { refresh_token } = await client.pair();
      const answers = await atOnce(TIMES, () => client.refresh(refresh_token));
      const won = answers.filter(({ status }) => status === 200).map(pairOf);
      const lost = answers.filter(({ status, body }) => status === 401 && body['error'] === 'invalid_grant');
      expect([won.length, lost.length]).toEqual([1, TIMES - 1]);
      expect(await isActive(client, won)).toEqual([false]);
      expect((await client.refresh(won[0]!.refresh_token)).status).toBe(401);
    }
  }, 120_000);
});
