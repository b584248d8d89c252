import { linkParameters } from './authorization-link.js';
import { compileUrl, type UrlRules } from './url-template.js';

const RULES: UrlRules = { allowedHostSuffixes: [], params: [] };
const WITH_PARAM: UrlRules = {
  ...RULES,
  params: [{ name: 'subdomain', label: 'Subdomain', pattern: '[a-z0-9][a-z0-9-]*' }],
};
const WITH_SUFFIX: UrlRules = { ...RULES, allowedHostSuffixes: ['salesforce.com', '.force.com'] };

const rendered = (text: string, values: Record<string, string> = {}, rules: UrlRules = RULES): string =>
  compileUrl(text, rules).render(new Map(Object.entries(values)));

describe('a URL template', () => {
  it.each([
    ['https://a.example', 'https://a.example'],
    ['https://a.example/', 'https://a.example/'],
    ['https://A.example:443/x', 'https://a.example/x'],
    ['https://a.example:8443/x?y=1', 'https://a.example:8443/x?y=1'],
    ['https://a.example/x?scope=read write', 'https://a.example/x?scope=read%20write'],
    ['https://a.example/x?scope=read%20write&a=%2f', 'https://a.example/x?scope=read%20write&a=%2f'],
    ['https://a.example/x?a&b=', 'https://a.example/x?a=&b='],
    ['https://a.example/x?r=https://b.example/c?d', 'https://a.example/x?r=https://b.example/c?d'],
    ['  https://a.example/x  ', 'https://a.example/x'],
    ['https://a.example/ä x?q=ä', 'https://a.example/%C3%A4%20x?q=%C3%A4'],
  ])('renders %j', (text, expected) => {
    expect(rendered(text)).toBe(expected);
  });

  it('encodes every value for its place', () => {
    const values = { a: 'x&b=1', b: 'ä /?#', c: '{{a}}' };
    expect(rendered('https://h.example/p/{{b}}/q?a={{a}}&m=1-{{b}}-{{c}}', values)).toBe(
      'https://h.example/p/%C3%A4%20%2F%3F%23/q?a=x%26b%3D1&m=1-%C3%A4%20%2F%3F%23-%7B%7Ba%7D%7D',
    );
  });

  it('encodes once, with the filter urlencode too', () => {
    expect(rendered('https://h.example/{{a|urlencode}}?a={{a | urlencode}}', { a: 'x y' })).toBe(
      'https://h.example/x%20y?a=x%20y',
    );
  });

  it('tells its names, and those of the host apart', () => {
    const template = compileUrl('https://{{params.subdomain}}.a.example/{{x}}?y={{y}}&z={{x}}', WITH_PARAM);
    expect(template.names).toEqual(['params.subdomain', 'x', 'y']);
    expect(template.hostNames).toEqual(['params.subdomain']);
    expect(template.sampleOrigin).toBe('https://name.a.example');
  });

  it.each(['..', '.', ''])('lets the value %j not change the path', (value) => {
    expect(() => rendered('https://h.example/a/{{x}}/b', { x: value })).toThrow(
      expect.objectContaining({ code: 'param_invalid' }),
    );
  });

  it.each([
    'ftp://a.example',
    'a.example/x',
    'javascript:alert(1)',
    'https://',
    'https:///x',
    'https://user@a.example',
    'https://user:pw@a.example/',
    'https://a.example#x',
    'https://a.example/x?y#z',
    'https://a.example\\@b.example/',
    'https://a.example/x\\y',
    'https://a.example/../x',
    'https://a.example/%2e%2E/x',
    'https://a b.example',
    'https://a.example:99999/',
    'https://a.example/?{{x}}=1',
    'https://a.example/?a{{x}}=1',
    'https://a.example/?a%zz=1',
    'https://a.example/{{x',
    'https://a.example/{{x|nope}}',
  ])('refuses %j', (text) => {
    expect(() => compileUrl(text, RULES)).toThrow(expect.objectContaining({ code: 'invalid_template' }));
  });
});

describe('a host with a variable', () => {
  it('may have it as its first label', () => {
    expect(rendered('https://{{params.subdomain}}.zendesk.com/oauth', { 'params.subdomain': 'acme' }, WITH_PARAM)).toBe(
      'https://acme.zendesk.com/oauth',
    );
  });

  it.each([
    'evil.example/',
    'evil.example#',
    'a.b',
    'a@evil.example',
    'a:1',
    '',
    '-a',
    'a/',
    'Ä',
    'a'.repeat(64),
    '127.0.0.1',
  ])('takes nothing but a label: %j', (value) => {
    expect(() =>
      rendered('https://{{params.subdomain}}.zendesk.com', { 'params.subdomain': value }, WITH_PARAM),
    ).toThrow(expect.objectContaining({ code: 'param_invalid' }));
  });

  it('checks a label that is no parameter as well', () => {
    expect(rendered('https://{{meta.shop}}.shop.example', { 'meta.shop': 'Acme' })).toBe('https://acme.shop.example');
    expect(() => rendered('https://{{meta.shop}}.shop.example', { 'meta.shop': 'a.b' })).toThrow();
  });

  it.each([
    'https://{{params.subdomain}}',
    'https://{{params.subdomain}}.com',
    'https://{{params.subdomain}}.com:443/x',
    'https://x{{params.subdomain}}.a.example',
    'https://{{params.subdomain}}x.a.example',
    'https://a.{{params.subdomain}}.example',
    'https://a.example.{{params.subdomain}}',
    'https://{{params.subdomain}}{{params.subdomain}}.a.example',
    'https://a.example:{{params.subdomain}}',
    '{{params.subdomain}}://a.example',
    '{{params.subdomain}}.a.example',
    'https://{{params.unknown}}.a.example',
  ])('is refused as %j', (text) => {
    expect(() => compileUrl(text, WITH_PARAM)).toThrow(expect.objectContaining({ code: 'invalid_template' }));
  });

  it.each([
    ['{{meta.instance_url}}/services', 'https://na1.salesforce.com', 'https://na1.salesforce.com/services'],
    ['{{meta.instance_url}}/services', 'https://na1.my.force.com/', 'https://na1.my.force.com/services'],
    ['https://{{meta.instance_url}}/x', 'salesforce.com', 'https://salesforce.com/x'],
    ['https://{{meta.instance_url}}/x', 'NA1.Salesforce.com:8443', 'https://na1.salesforce.com:8443/x'],
  ])('may be one as a whole below the allowed domains: %s', (text, value, expected) => {
    expect(rendered(text, { 'meta.instance_url': value }, WITH_SUFFIX)).toBe(expected);
  });

  it.each([
    'https://evil.example',
    'https://evilsalesforce.com',
    'https://salesforce.com.evil.example',
    'https://salesforce.com@evil.example',
    'https://evil.example/?salesforce.com',
    'https://evil.example\\.salesforce.com',
    'https://evil.example#.salesforce.com',
    'https://na1.salesforce.com/path',
    'https://na1.salesforce.com?x',
    'ftp://na1.salesforce.com',
    'na1.salesforce.com',
    'https://169.254.169.254',
    'https://[::1]',
    '',
  ])('goes nowhere else: %j', (value) => {
    expect(() => rendered('{{meta.instance_url}}', { 'meta.instance_url': value }, WITH_SUFFIX)).toThrow(
      expect.objectContaining({ code: 'param_invalid' }),
    );
  });
});

describe('the link to a provider', () => {
  const link = {
    clientId: 'id 1',
    redirectUri: 'https://us.example/cb',
    state: 's',
    codeChallenge: null,
    scope: 'a b',
  };
  const linked = (text: string, more: Partial<typeof link> | { codeChallenge: string } = {}, rules: UrlRules = RULES) =>
    compileUrl(text, rules).render(new Map([['scope', 'a b']]), linkParameters({ ...link, ...more }));

  it('gets what it lacks', () => {
    expect(linked('https://p.example/auth', { codeChallenge: 'cc' })).toBe(
      'https://p.example/auth?response_type=code&client_id=id%201&redirect_uri=https%3A%2F%2Fus.example%2Fcb&scope=a%20b&state=s&code_challenge=cc&code_challenge_method=S256',
    );
  });

  it('keeps what it has, but for what is ours', () => {
    const text =
      'https://p.example/auth?client_id=abc&state=fixed&redirect_uri=https://evil.example&redirect_uri=x&code_challenge=y&scope=own&response_type=code%20id_token';
    expect(linked(text, { codeChallenge: 'cc' })).toBe(
      'https://p.example/auth?client_id=abc&scope=own&response_type=code%20id_token&redirect_uri=https%3A%2F%2Fus.example%2Fcb&state=s&code_challenge=cc&code_challenge_method=S256',
    );
  });

  it.each([
    ['%20', 'scope=a%20b%2Fc'],
    ['+', 'scope=a+b%2Fc'],
    ['raw', 'scope=a%20b/c'],
  ] as const)('writes scopes with %s', (scopeEncoding, expected) => {
    expect(linked('https://p.example/a', { scope: 'a b/c' }, { ...RULES, scopeEncoding })).toContain(expected);
  });

  it('writes scopes so where its own text has them', () => {
    const rules = { ...RULES, scopeEncoding: '+' } as const;
    expect(linked('https://p.example/a?scope=read write', {}, rules)).toContain('scope=read+write&');
    expect(linked('https://p.example/a?scope=&user_scope={{scope}}', {}, rules)).toContain('scope=&user_scope=a+b&');
  });

  it('has no scope where none is asked for', () => {
    expect(linked('https://p.example/a', { scope: '' })).not.toContain('scope');
  });
});
