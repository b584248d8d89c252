import { CONFIG_DEFAULTS, type ConfigDefinition } from './config.types.js';
import { newHosts } from './config-hosts.js';

const config: ConfigDefinition = {
  ...CONFIG_DEFAULTS,
  linkUrl: 'https://crm.example/authorize',
  tokenUrl: 'https://crm.example/token',
  proxy: { baseUrl: 'https://api.crm.example/v1', inject: [], allowedMethods: ['GET'], allowedHosts: [] },
};
const request = { method: 'POST', headers: {}, body: null, bodyFormat: 'form' } as const;

describe('the hosts that a change of a config brings in', () => {
  it.each<[string, Partial<ConfigDefinition>]>([
    ['another path of a host', { tokenUrl: 'https://crm.example/v2/token' }],
    ['another link', { linkUrl: 'https://login.example/authorize' }],
    ['a host that tokens went to before', { refreshUrl: 'https://API.crm.example/token' }],
    ['a host less', { proxy: null }],
  ])('are none for %s', (_change, changes) => {
    expect(newHosts(config, { ...config, ...changes })).toEqual([]);
  });

  it.each<[string, Partial<ConfigDefinition>, string]>([
    ['token URL', { tokenUrl: 'https://evil.example/token' }, 'evil.example'],
    ['port', { tokenUrl: 'https://crm.example:8443/token' }, 'crm.example:8443'],
    ['refresh URL', { refreshUrl: 'https://evil.example/token' }, 'evil.example'],
    [
      'proxy',
      { proxy: { ...config.proxy!, baseUrl: 'https://{{params.x}}.evil.example' } },
      '{{params.x}}.evil.example',
    ],
    ['further host of the proxy', { proxy: { ...config.proxy!, allowedHosts: ['evil.example'] } }, 'evil.example'],
    ['revocation', { revoke: { ...request, url: 'https://evil.example/revoke' } }, 'evil.example'],
    ['test request', { testRequest: { ...request, url: 'https://evil.example/me' } }, 'evil.example'],
    ['domain that variables may name', { allowedHostSuffixes: ['evil.example'] }, '*.evil.example'],
  ])('are named for another %s', (_change, changes, host) => {
    expect(newHosts(config, { ...config, ...changes })).toEqual([host]);
  });
});
