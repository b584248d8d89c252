import { isAmong, strangersTo } from './host-patterns.js';

describe('a host', () => {
  it.each([
    ['api.example.com', ['api.example.com'], true],
    ['api.example.com:8443', ['api.example.com'], false],
    ['api.example.com', ['example.com'], false],
    ['shop.example.com', ['*.example.com'], true],
    ['shop.example.com:8443', ['*.example.com'], true],
    ['example.com', ['*.example.com'], false],
    ['evilexample.com', ['*.example.com'], false],
    ['shop.example.com.evil.test', ['*.example.com'], false],
    ['shop.example.com:8443', ['*.example.com:8443'], true],
    ['shop.example.com', ['*.example.com:8443'], false],
    ['api.example.com', [], false],
  ])('%s is among %j: %s', (host, patterns, expected) => {
    expect(isAmong(patterns, host)).toBe(expected);
  });

  it('that may be any below a domain is among those below the same or a wider one alone', () => {
    expect(strangersTo(['*.example.com'], ['*.example.com', '*.eu.example.com', '*.com', 'api.test'])).toEqual([
      '*.com',
      'api.test',
    ]);
    expect(strangersTo(['shop.example.com'], ['*.example.com'])).toEqual(['*.example.com']);
  });
});
