import { CONFIG_DEFAULTS, type ConnectionConfig, type ProxyRule } from '../configs/config.types.js';
import { underCurrentPolicy } from './current-policy.rules.js';

const config = (changes: Partial<ConnectionConfig>): ConnectionConfig =>
  ({ ...CONFIG_DEFAULTS, ...changes }) as ConnectionConfig;
const proxied = (rule: Partial<ProxyRule> = {}): ConnectionConfig =>
  config({ proxy: { baseUrl: 'https://api.example/', inject: [], allowedMethods: [], allowedHosts: [], ...rule } });

describe('a connection of an earlier version', () => {
  it.each([
    ['owner', 'none', 'none'],
    ['owner', 'service', 'service'],
    ['none', 'owner', 'none'],
    ['owner', 'owner', 'owner'],
  ] as const)('whose tokens went to %s, and now to %s, lets them go to %s', (before, now, expected) => {
    const { tokenRelease } = underCurrentPolicy(config({ tokenRelease: before }), config({ tokenRelease: now }));
    expect(tokenRelease).toBe(expected);
  });

  it.each([
    [[], ['GET'], ['GET']],
    [['GET', 'POST'], [], ['GET', 'POST']],
    [['GET', 'POST'], ['POST', 'PUT'], ['POST']],
    [['POST'], ['GET'], undefined],
    [[], [], []],
  ])('that allowed the methods %j, and now %j, allows %j', (before, now, expected) => {
    const { proxy } = underCurrentPolicy(proxied({ allowedMethods: before }), proxied({ allowedMethods: now }));
    expect(proxy?.allowedMethods).toEqual(expected);
  });

  it('calls no host beside its own that is no longer allowed, and its own base as before', () => {
    const before = proxied({ allowedHosts: ['one.example', 'two.example'] });
    const now = proxied({ baseUrl: 'https://other.example/', allowedHosts: ['two.example', 'three.example'] });
    expect(underCurrentPolicy(before, now).proxy).toMatchObject({
      baseUrl: 'https://api.example/',
      allowedHosts: ['two.example'],
    });
  });

  it('calls nothing when nothing may be called any more', () => {
    expect(underCurrentPolicy(proxied(), config({ proxy: null })).proxy).toBeNull();
  });
});
