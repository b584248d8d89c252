import { isBelow, upstreamUrl, type ProxyBase } from './proxy-path.rules.js';

const base: ProxyBase = { baseUrl: 'https://api.example.com/v1/', allowedHosts: ['files.example.com'] };
const to = (path: string, query = '', host?: string): string => upstreamUrl(base, { path, query, host }).href;

describe('the path of a proxied call', () => {
  it.each([
    ['', 'https://api.example.com/v1/'],
    ['users', 'https://api.example.com/v1/users'],
    ['users/', 'https://api.example.com/v1/users/'],
    ['users/a.b/...c', 'https://api.example.com/v1/users/a.b/...c'],
    ['drive/root:/notes.txt:/content', 'https://api.example.com/v1/drive/root:/notes.txt:/content'],
    ['caf%C3%A9/100%25', 'https://api.example.com/v1/caf%C3%A9/100%25'],
    ['@me;v=1,2/(x)', 'https://api.example.com/v1/@me;v=1,2/(x)'],
  ])('%j goes to %s', (path, url) => expect(to(path)).toBe(url));

  it('keeps the query as it was written', () => {
    expect(to('search', 'q=a%20b&q=c+d&x[]=1&empty=')).toBe(
      'https://api.example.com/v1/search?q=a%20b&q=c+d&x[]=1&empty=',
    );
  });

  it.each([
    '..',
    '../admin',
    'users/../../admin',
    'users/..',
    '.',
    'users/./x',
    '%2e%2e/admin',
    '%2E%2E/admin',
    '.%2e/admin',
    'users/%2e',
    '%252e%252e/admin',
    '%25252e/x',
    '..;/admin',
    'users/..;x=1/admin',
    '.;/x',
    '..%3b/admin',
    '%c0%ae%c0%ae/admin',
    'a%2fb',
    'a%2Fb',
    'a%252Fb',
    'a%5cb',
    'a%5C..%5Cb',
    'a\\b',
    '\\\\evil.example/x',
    '/evil.example/x',
    '//evil.example/x',
    'a//b',
    'https://evil.example/x',
    'http://evil.example',
    'https:/\\evil.example',
    'a%0d%0aX-Evil:%201',
    'a%0D%0AHost:%20evil.example',
    'a%250d%250ab',
    'a%00b',
    'a%7f',
    'a\r\nX-Evil: 1',
    'a\nb',
    'a b',
    'a#b',
    'a?b',
    'caf\u00e9',
    '%zz',
    '%2',
    'a|b',
    '"><',
    'x'.repeat(9000),
  ])('refuses %j', (path) => expect(() => to(path)).toThrow('The path of the call'));

  it.each(['a=\r\nb', 'a=\u0000', 'a b', 'a=<x>', 'a=%', 'a=%g0', 'a="x"', 'a#b'])('refuses the query %j', (query) =>
    expect(() => to('users', query)).toThrow('query'),
  );

  it('stays below the base path whatever comes', () => {
    for (const path of ['users', 'a/b/c', ';x/y', ':x', '@evil.example', 'evil.example', 'javascript:alert(1)']) {
      const url = upstreamUrl(base, { path, query: '' });
      expect([url.origin, url.pathname.startsWith('/v1/')]).toEqual(['https://api.example.com', true]);
    }
  });

  it('goes to another host where that one is allowed, from its root', () => {
    expect(to('up/load', 'x=1', 'files.example.com')).toBe('https://files.example.com/up/load?x=1');
    expect(to('users', '', 'api.example.com')).toBe('https://api.example.com/v1/users');
  });

  it.each(['evil.example', 'files.example.com:8443', 'files.example.com@evil.example', 'FILES.example.com.evil', ''])(
    'does not go to the host %j',
    (host) => expect(() => to('users', '', host)).toThrow('not among the allowed ones'),
  );
});

describe('what lies below the base URL', () => {
  const below = (url: string): boolean => isBelow(base, new URL(url));

  it.each([
    'https://api.example.com/v1/',
    'https://api.example.com/v1/users?q=a%20b',
    'https://files.example.com/up/load',
  ])('%s does', (url) => expect(below(url)).toBe(true));

  it.each([
    'https://api.example.com/v1',
    'https://api.example.com/v2/users',
    'https://api.example.com/v1/../admin',
    'https://api.example.com/v1/%2e%2e/admin',
    'https://api.example.com/v1/..;/admin',
    'https://api.example.com/v1/%252e%252e/admin',
    'https://api.example.com/v1/..%2fadmin',
    'https://api.example.com/v1//admin',
    'https://api.example.com/v10/users',
  ])('%s does not', (url) => expect(below(url)).toBe(false));
});
