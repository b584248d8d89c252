import { renderInjections, withQuery } from './injections.js';

const variables = new Map([
  ['access_token', 't/1'],
  ['meta.shop', 'acme'],
]);

describe('what is put into a call', () => {
  it('is a bearer token where the config says nothing', () => {
    expect(renderInjections([], variables)).toEqual({ headers: { Authorization: 'Bearer t/1' }, query: [] });
  });

  it('is what the config says, in headers and in the query', () => {
    const rules = [
      { in: 'header', name: 'X-Shopify-Access-Token', value: '{{access_token}}' },
      { in: 'header', name: 'X-Shop', value: 'shop {{meta.shop}}' },
      { in: 'query', name: 'key', value: '{{access_token}}' },
    ] as const;
    expect(renderInjections(rules, variables)).toEqual({
      headers: { 'X-Shopify-Access-Token': 't/1', 'X-Shop': 'shop acme' },
      query: [['key', 't/1']],
    });
  });

  it('is never empty where a value is missing', () => {
    const rule = { in: 'header', name: 'X', value: '{{meta.other}}' } as const;
    expect(() => renderInjections([rule], variables)).toThrow('has no value');
  });

  it('never holds a line break', () => {
    expect(() => renderInjections([], new Map([['access_token', 'a\r\nX-Evil: 1']]))).toThrow('control character');
  });
});

describe('a query with a credential', () => {
  const put = (query: string): string =>
    withQuery(new URL(`https://api.example.com/x${query}`), [['api key', 'a&b=c']]).search;

  it('keeps the rest as it was', () => {
    expect(put('?a=1&b=%20x+y&a=2')).toBe('?a=1&b=%20x+y&a=2&api%20key=a%26b%3Dc');
    expect(put('')).toBe('?api%20key=a%26b%3Dc');
  });

  it.each(['?api+key=mine', '?api%20key=mine', '?%61pi%20key=mine', '?api%20key', '?api%20key=1&api+key=2'])(
    'has ours in the place of %s',
    (query) => expect(put(query)).toBe('?api%20key=a%26b%3Dc'),
  );
});
