import { CONFIG_DEFAULTS, type ConfigDefinition } from './config.types.js';
import { hostsOf } from './secret-hosts.js';

const request = (url: string) => ({ method: 'POST', url, headers: {}, body: null, bodyFormat: 'form' }) as const;
const proxy = (baseUrl: string, allowedHosts: string[] = []) => ({
  baseUrl,
  inject: [],
  allowedMethods: [],
  allowedHosts,
});
const params = [{ name: 'shop', label: 'Shop', pattern: '[a-z]+' }];

describe('the hosts that a config sends secrets to', () => {
  it.each<[string, Partial<ConfigDefinition>, string[]]>([
    ['all that it calls, and none that a browser is sent to', { linkUrl: 'https://login.example/' }, ['crm.example']],
    [
      'those of every request',
      {
        refreshUrl: 'https://renew.example/',
        revoke: request('https://revoke.example/'),
        introspect: request('https://ask.example/'),
        testRequest: request('https://me.example/'),
        proxy: proxy('https://API.example:443/v1', ['Files.example', 'files.example:8443']),
      },
      [
        'api.example',
        'ask.example',
        'crm.example',
        'files.example',
        'files.example:8443',
        'me.example',
        'renew.example',
        'revoke.example',
      ],
    ],
    ['what a setting says now', { tokenUrl: 'https://{{area}}.crm.example/' }, ['eu.crm.example']],
    ['the same by its other name', { tokenUrl: 'https://{{settings.area}}.crm.example/' }, ['eu.crm.example']],
    ['nothing where a setting has no value', { tokenUrl: 'https://{{settings.none}}.crm.example/' }, []],
    ['nothing where it has a bad one', { tokenUrl: 'https://{{settings.bad}}.crm.example/' }, []],
    ['any that a parameter may name', { tokenUrl: 'https://{{params.shop}}.crm.example/', params }, ['*.crm.example']],
    [
      'any below the domains that a provider may name',
      { tokenUrl: '{{meta.url}}/token', allowedHostSuffixes: ['crm.example'] },
      ['*.crm.example', 'crm.example'],
    ],
    [
      'the one below them that a setting names',
      { tokenUrl: '{{settings.whole}}/token', allowedHostSuffixes: ['crm.example'] },
      ['eu.crm.example'],
    ],
    ['nothing of a URL that is none', { tokenUrl: 'crm' }, []],
  ])('are %s', (_, definition, hosts) => {
    const settings = { area: 'eu', bad: 'a.b/c', whole: 'https://eu.crm.example' };
    const known = { ...CONFIG_DEFAULTS, linkUrl: '', tokenUrl: 'https://crm.example/token', ...definition };
    expect(hostsOf(known, settings)).toEqual(hosts);
  });
});
