import { bearerToken, scopeWanted, tokenRefused, tokenWanted } from './bearer-challenge.js';

describe('an Authorization header', () => {
  it.each([
    ['Bearer abc', { token: 'abc' }],
    ['bEARER   a-b._~+/c==', { token: 'a-b._~+/c==' }],
    ['Bearer', 'malformed'],
    ['Bearer a b', 'malformed'],
    ['Bearer "a"', 'malformed'],
    ['Bearerabc', 'none'],
    ['Basic YTpi', 'none'],
    ['x Bearer abc', 'none'],
    [undefined, 'none'],
  ])('%j says %j', (header, expected) => {
    expect(bearerToken(header)).toEqual(expected);
  });
});

describe('a challenge', () => {
  it('names no error when no token was sent', () => {
    expect(tokenWanted('acme')).toMatchObject({ status: 401, challenges: ['Bearer realm="acme"'] });
  });

  it('names the error, and the scope that is missing', () => {
    expect(tokenRefused('acme').challenges).toEqual(['Bearer realm="acme", error="invalid_token"']);
    expect(scopeWanted('acme', ['a', 'b'])).toMatchObject({
      status: 403,
      challenges: ['Bearer realm="acme", error="insufficient_scope", scope="a b"'],
    });
  });
});
