import { redirectOf } from './redirects.js';

const from = new URL('https://api.example.com/v1/a?x=1');
const to = (location: string, { method = 'GET', status = 302 } = {}): string | undefined =>
  redirectOf(method, from, status, { location })?.href;

describe('a redirect of an API', () => {
  it.each([
    ['/v1/b', 'https://api.example.com/v1/b'],
    ['c?y=2#top', 'https://api.example.com/v1/c?y=2'],
    ['https://api.example.com:443/v1/d', 'https://api.example.com/v1/d'],
  ])('is followed to %s', (location, url) => expect(to(location)).toBe(url));

  it.each([
    'https://evil.example/v1/a',
    '//evil.example/v1/a',
    'http://api.example.com/v1/a',
    'https://api.example.com:8443/',
    'https://api.example.com.evil.example/',
    'https://user:secret@api.example.com/',
    'http://169.254.169.254/latest',
    'javascript:alert(1)',
    'https://',
  ])('is not followed to %s', (location) => expect(to(location)).toBeUndefined());

  it('is for calls that only read', () => {
    expect(to('/v1/b', { method: 'HEAD' })).toBeDefined();
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) expect(to('/v1/b', { method })).toBeUndefined();
  });

  it('is none without the status or the place', () => {
    expect(to('/v1/b', { status: 200 })).toBeUndefined();
    expect(redirectOf('GET', from, 302, {})).toBeNull();
  });
});
