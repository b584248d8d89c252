import { CONFIG_DEFAULTS, type ConfigDefinition, type RequestTemplate } from '../configs/config.types.js';
import { PresetsService } from '../presets/presets.service.js';
import type { SavedRequestFields } from '../proxy/saved-request.types.js';
import type { AppBlueprint } from './blueprint.types.js';
import { writtenValues } from './written-values.js';

const SOUND: ConfigDefinition = {
  ...CONFIG_DEFAULTS,
  linkUrl: 'https://crm.example/authorize?prompt=consent&client_id={{client_id}}',
  tokenUrl: 'https://crm.example/token',
  tokenHeaders: { 'Accept': 'application/json', 'X-Api-Key': '{{team_key}}' },
  tokenBody: '{"grant_type": "authorization_code", "client_secret": {{client_secret}}, "code": {{code}}}',
};
const REQUEST: RequestTemplate = {
  method: 'POST',
  url: 'https://crm.example/revoke',
  headers: { Authorization: 'Basic {{client_basic}}' },
  body: '{"token": {{refresh_token}}, "token_type_hint": "refresh_token"}',
  bodyFormat: 'form',
};
const CALL: SavedRequestFields = {
  name: 'newest',
  method: 'POST',
  path: 'notes',
  headers: { Accept: 'text/plain' },
  query: { sort: 'created' },
  body: '{"text": "hello"}',
  bodyFormat: 'json',
};
const app = { name: 'CRM', description: null, logoSourceUrl: null };
const inject = (name: string, value: string): ConfigDefinition['proxy'] => ({
  baseUrl: 'https://api.crm.example',
  inject: [{ in: 'query', name, value }],
  allowedMethods: ['GET'],
  allowedHosts: [],
});

const fieldsOf = (blueprint: Partial<AppBlueprint>): string[] =>
  writtenValues({ app, settings: [], configs: [], requests: [], ...blueprint }).map(({ field }) => field);
const inConfig = (definition: Partial<ConfigDefinition>): string[] =>
  fieldsOf({ configs: [{ name: 'Main', preset: null, definition: { ...SOUND, ...definition } }] });
const inCall = (call: Partial<SavedRequestFields>): string[] => fieldsOf({ requests: [{ ...CALL, ...call }] });

describe('values that are written out', () => {
  it('are not there where placeholders and plain words are', () => {
    expect(inConfig({ revoke: REQUEST, proxy: inject('access_token', '{{access_token}}') })).toEqual([]);
    expect(inCall({})).toEqual([]);
  });

  it.each(new PresetsService().list().map(({ key, definition }) => [key, definition] as const))(
    'are not in the preset %s',
    (_key, definition) => {
      expect(inConfig(definition)).toEqual([]);
    },
  );

  it.each<[string, Partial<ConfigDefinition>]>([
    ['linkUrl.client_id', { linkUrl: 'https://crm.example/authorize?client_id=id-1' }],
    ['tokenUrl.api_key', { tokenUrl: 'https://crm.example/token?api_key=abc' }],
    ['tokenHeaders.X-Api-Key', { tokenHeaders: { 'X-Api-Key': 'abc' } }],
    ['tokenHeaders.Authorization', { tokenHeaders: { Authorization: 'Basic YWJjOmRlZg==' } }],
    ['tokenBody.client_secret', { tokenBody: '{"client_secret": "abc"}' }],
    ['refreshBody.clientId', { refreshBody: '{"a": {"clientId": "abc"}}' }],
    ['revoke.body.token', { revoke: { ...REQUEST, body: '{"list": [{"token": "abc"}]}' } }],
    ['testRequest.headers.Cookie', { testRequest: { ...REQUEST, headers: { Cookie: 'a=b' } } }],
    ['introspect.url.key', { introspect: { ...REQUEST, url: 'https://crm.example/introspect?key=abc' } }],
    ['proxy.inject.app_id', { proxy: inject('app_id', 'abc') }],
  ])('are found in %s', (field, definition) => {
    expect(inConfig(definition)).toEqual([`configs.Main.${field}`]);
  });

  it('are found in saved requests and in defaults', () => {
    expect(
      inCall({ headers: { 'X-Auth-Token': 'abc' }, query: { apikey: 'abc' }, body: '{"password": "abc"}' }),
    ).toEqual([
      'requests.newest.headers.X-Auth-Token',
      'requests.newest.query.apikey',
      'requests.newest.body.password',
    ]);
    const setting = { level: 'realm', kind: 'text', required: false, pattern: null, choices: null } as const;
    const settings = ['api_key', 'region'].map((name) => {
      return { ...setting, name, defaultValue: 'abc', help: null, prompt: 'install' } as const;
    });
    expect(fieldsOf({ settings })).toEqual(['settings.api_key.defaultValue']);
  });
});
