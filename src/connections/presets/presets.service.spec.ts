import { lint } from '../configs/lint.js';
import { compileUrl } from '../templates/url-template.js';
import { PresetsService } from './presets.service.js';
import { presetOf } from './preset-file.js';

const KEYS = [
  'airtable',
  'asana',
  'atlassian',
  'box',
  'discord',
  'dropbox',
  'figma',
  'github',
  'gitlab',
  'google',
  'hubspot',
  'intercom',
  'linear',
  'microsoft',
  'notion',
  'quickbooks',
  'salesforce',
  'shopify',
  'slack',
  'stripe',
  'stripe-app',
  'xero',
  'zendesk',
  'zoom',
];
const presets = new PresetsService();

describe('the presets', () => {
  it('are the 24 that are documented', () => {
    expect(
      presets
        .list()
        .map(({ key }) => key)
        .sort(),
    ).toEqual(KEYS);
    expect(presets.find('nope')).toBeNull();
    expect(() => presets.get('nope')).toThrow(expect.objectContaining({ code: 'not_found' }));
  });

  it.each(KEYS)('%s breaks no rule of configs', (key) => {
    const preset = presets.get(key);
    const urlFault = (url: string): string | null => (url.startsWith('https://') ? null : 'is not https');
    const definition = { ...preset.definition, clientId: 'id-1' };
    const subject = { definition, preset: key, settings: [], logoUrl: null, withheld: [] };
    expect(lint(subject, { presets: presets.list(), urlFault })).toEqual([]);
  });

  it.each(KEYS)('%s says when it was checked, where, and what is not verified', (key) => {
    const { checkedOn, docsUrl, notes, definition } = presets.get(key);
    expect(checkedOn).toMatch(/^2026-\d\d-\d\d$/);
    expect(docsUrl).toMatch(/^https:\/\//);
    expect(notes.some((note) => note.startsWith('unverified: '))).toBe(true);
    expect(definition.testRequest).not.toBeNull();
    expect(definition.proxy).not.toBeNull();
  });

  it('have addresses that lead where the provider is', () => {
    const { definition } = presets.get('salesforce');
    const rendered = (url: string, values: [string, string][]) => compileUrl(url, definition).render(new Map(values));
    expect(rendered(definition.tokenUrl, [['params.domain', 'test']])).toBe(
      'https://test.salesforce.com/services/oauth2/token',
    );
    expect(() => rendered(definition.tokenUrl, [['params.domain', 'evil']])).toThrow();
    const base = definition.proxy?.baseUrl as string;
    expect(rendered(base, [['meta.instance_url', 'https://acme.my.salesforce.com']])).toBe(
      'https://acme.my.salesforce.com',
    );
    expect(() => rendered(base, [['meta.instance_url', 'https://evil.example']])).toThrow();
  });
});

describe('the file of a preset', () => {
  const FILE = {
    key: 'x',
    name: 'X',
    checked_on: '2026-11-21',
    docs_url: 'https://x.example',
    link_url: 'https://x.example/a',
    token_url: 'https://x.example/t',
    scopes_suggested: ['a_b'],
    token_headers: { 'X-Some_header': '1' },
    success_when: { path: '$.ok', equals: true },
    expiry: { strategy: 'default_ttl', default_ttl_s: 60 },
    token_body: { grant_type: 'authorization_code' },
    notes: [],
  };

  it('has the names of the wire, and those of others as they are', () => {
    expect(presetOf(FILE).definition).toMatchObject({
      scopes: ['a_b'],
      tokenHeaders: { 'X-Some_header': '1' },
      successWhen: { equals: 'true' },
      expiry: { strategy: 'default_ttl', defaultTtlSeconds: 60 },
      tokenBody: '{\n  "grant_type": "authorization_code"\n}',
    });
  });

  it.each([
    ['a member that does not exist', { ...FILE, tokn_url: 'x' }],
    ['a wrong word', { ...FILE, pkce: 'plain' }],
    ['no name', { ...FILE, name: '' }],
    ['no date', { ...FILE, checked_on: 'May' }],
  ])('is refused with %s', (_, file) => {
    expect(() => presetOf(file)).toThrow('"x"');
  });
});
