import type { ConnectionConfig } from '../../../../src/connections/configs/config.types.js';
import { ConnectSweep } from '../../../../src/connections/connect/connect-sweep.service.js';
import { atOnce } from '../../../support/at-once.js';
import { Connecting } from '../../../support/connecting.js';
import { responseOf } from '../../../support/form-browser.js';
import type { SuiteProvider } from '../../../support/providers/suite-provider.js';
import type { Answer } from '../../../support/requests.js';
import type { TestServer } from '../../../support/server.js';

const EVE = { id: 'account-2', name: 'eve@provider.example' };

describe('completing a session whose user came back with another account', () => {
  let server: TestServer;
  let provider: SuiteProvider;
  let connecting: Connecting;
  let session: { id: string; verifier: string };
  beforeAll(async () => {
    ({ server, provider } = await Connecting.start());
  });
  beforeEach(async () => {
    provider.forget();
    connecting = await Connecting.open(server, provider);
  });
  afterAll(async () => {
    await server.close();
    await provider.close();
  });

  const renewed = async (config: ConnectionConfig, account = EVE): Promise<void> => {
    const made = await connecting.apiSession(config);
    await connecting.connect(connecting.browser(), made.url);
    await connecting.complete(made.id, made.verifier);
    const [connection] = await connecting.connections();
    provider.behave({ account });
    const { url, ...rest } = await connecting.apiSession(config, { connectionId: connection?.id });
    session = rest;
    const arrival = await connecting.connect(connecting.browser(), url);
    expect(responseOf(arrival)['status']).toBe('completion_required');
  };
  const complete = (more: object = {}, verifier = session.verifier): Promise<Answer> =>
    connecting.complete(session.id, verifier, more);
  const refusal = ({ status, body }: Answer): unknown[] => [status, body['code'], body['otherAccount']];
  const accounts = async (): Promise<unknown[]> =>
    (await connecting.connections()).map(({ upstreamAccountId }) => upstreamAccountId);
  const status = async (): Promise<unknown> =>
    (await connecting.api(`/sessions/${session.id}`, await connecting.serviceToken())).body['status'];

  it('tells which one, and connects it as new when it is asked to', async () => {
    await renewed(await connecting.config({ multi: 'many' }));
    for (const more of [{}, { asNew: false }])
      expect(refusal(await complete(more))).toEqual([409, 'account_mismatch', EVE.name]);
    expect([await accounts(), await status(), provider.callsOf('revoke')]).toEqual([['account-1'], 'exchanged', []]);
    const done = await complete({ asNew: true });
    const [first, second] = await connecting.connections();
    expect(done.body).toMatchObject({ status: 'completed', connectionId: second?.id });
    expect([await accounts(), second?.slot === first?.slot]).toEqual([['account-1', 'account-2'], false]);
    expect(connecting.exchanges()).toBe(2);
    expect(refusal(await complete({ asNew: true }))).toEqual([410, 'state_used', undefined]);
  });

  it('does that once, however many ask at the same time', async () => {
    await renewed(await connecting.config({ multi: 'many' }));
    const answers = await atOnce(10, () => complete({ asNew: true }));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect([await accounts(), provider.callsOf('revoke')]).toEqual([['account-1', 'account-2'], []]);
  });

  it('takes nothing but the verifier for it', async () => {
    await renewed(await connecting.config({ multi: 'many' }));
    expect(refusal(await complete({ asNew: true }, 'x'.repeat(43)))).toEqual([403, 'binding_failed', undefined]);
    expect((await complete({ asNew: 'yes' })).status).toBe(400);
    expect(await accounts()).toEqual(['account-1']);
    expect((await complete({ asNew: true })).status).toBe(200);
  });

  it('renews the connection where it is the same account after all', async () => {
    await renewed(await connecting.config({ multi: 'many' }), { id: 'account-1', name: 'ada@provider.example' });
    expect((await complete({ asNew: true })).status).toBe(200);
    expect(await accounts()).toEqual(['account-1']);
  });

  it('ends with that where there may be one connection, and gives the tokens back', async () => {
    await renewed(await connecting.config());
    expect(refusal(await complete({ asNew: true }))).toEqual([409, 'account_mismatch', undefined]);
    expect([await accounts(), await status(), provider.callsOf('revoke').length]).toEqual([['account-1'], 'failed', 1]);
    expect(refusal(await complete({ asNew: true }))).toEqual([409, 'conflict', undefined]);
  });

  it('gives the tokens back when nobody asks for it in ten minutes', async () => {
    await renewed(await connecting.config({ multi: 'many' }));
    await complete();
    server.advance(601);
    expect(refusal(await complete({ asNew: true }))).toEqual([410, 'session_expired', undefined]);
    await server.get(ConnectSweep).sweep();
    expect([await accounts(), provider.callsOf('revoke').length]).toEqual([['account-1'], 1]);
  });
});
