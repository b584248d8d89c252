import type { Settings } from '../../config/settings.js';
import type { Egress } from '../../egress/egress.service.js';
import type { Clock } from '../../kernel/clock.js';
import { CONFIG_DEFAULTS, STANDARD_PATHS, type ConnectionConfig } from '../configs/config.types.js';
import type { WithheldSecrets } from './withheld-secrets.service.js';
import { ProviderCalls } from './provider-calls.service.js';

const REALM = { id: 'realm', name: 'realm' };
const HELD = {
  accessToken: 'access-token-held',
  refreshToken: 'refresh-token-held',
  hosts: ['api.crm.example'],
  variables: new Map(),
};

const configWith = (header: string): ConnectionConfig =>
  ({
    ...CONFIG_DEFAULTS,
    linkUrl: '',
    tokenUrl: 'https://api.crm.example/token',
    paths: { ...STANDARD_PATHS, accountId: '$.id', accountLabel: '$.label' },
    testRequest: {
      method: 'GET',
      url: 'https://api.crm.example/me',
      headers: { 'x-sent': header },
      body: null,
      bodyFormat: 'form',
    },
  }) as unknown as ConnectionConfig;

function answering(document: unknown): ProviderCalls {
  const answer = {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(document)),
  };
  const egress = { fetch: () => Promise.resolve(answer) } as unknown as Egress;
  const settings = { connHttpTimeoutMs: 1000 } as Settings;
  const withheld = { record: () => Promise.resolve() } as unknown as WithheldSecrets;
  return new ProviderCalls(egress, settings, withheld, { now: () => 0 } as Clock);
}

const probing = (config: ConnectionConfig, account: unknown) => answering(account).probeAccount(REALM, config, HELD);

describe('the account of a connection', () => {
  it('is shown without tokens that were held, or are in the answer', async () => {
    const config = configWith('1');
    expect(await probing(config, { id: 7, label: 'ada' })).toEqual({ accountId: '7', accountLabel: 'ada' });
    const echo = { id: HELD.refreshToken, label: `Bearer ${HELD.accessToken}` };
    expect(await probing(config, echo)).toEqual({ accountId: null, accountLabel: null });
    const another = { id: 7, label: 'refresh-token-new', grant: { refresh_token: 'refresh-token-new' } };
    expect(await probing(config, another)).toEqual({ accountId: '7', accountLabel: null });
  });

  it('is not asked for with a refresh token', async () => {
    await expect(probing(configWith('{{refresh_token}}'), {})).rejects.toMatchObject({
      failure: 'unusable',
      code: 'template_missing_value',
    });
  });
});

describe('what an introspection says of a token', () => {
  const told = (document: unknown) => {
    const config = configWith('1');
    return answering(document).introspect(REALM, { ...config, introspect: config.testRequest }, HELD);
  };

  it.each([
    [
      { active: true, exp: 5 },
      { active: true, expiresAt: 5000 },
    ],
    [{ active: 'true' }, { active: true, expiresAt: null }],
    [{ active: false }, { active: false, expiresAt: null }],
    [
      { active: 'false', exp: 5 },
      { active: false, expiresAt: 5000 },
    ],
  ])('%j is %j', async (document, judgement) => expect(await told(document)).toEqual(judgement));

  it.each([{}, { exp: 5 }, { active: null }, { active: 1 }, { active: 'yes' }, { active: {} }])(
    '%j is nothing: the member active is required',
    async (document) => expect(await told(document)).toBeNull(),
  );
});
