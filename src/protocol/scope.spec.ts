import { formatScope, isSubset, parseScope } from './scope.js';

describe('scope', () => {
  it.each([
    ['a b', ['a', 'b']],
    ['a  b ', ['a', 'b']],
    ['a b a', ['a', 'b']],
    ['admin:read', ['admin:read']],
    ['', []],
  ])('reads %j', (text, tokens) => {
    expect(parseScope(text)).toEqual(tokens);
  });

  it.each(['a"b', 'a\\b', 'ä', 'a\tb', 'a\u0000'])('refuses %j (RFC 6749 section 3.3)', (text) => {
    expect(parseScope(text)).toBeNull();
  });

  it('leaves the member out when there is none', () => {
    expect(formatScope([])).toBeUndefined();
    expect(formatScope(['a', 'b'])).toBe('a b');
  });

  it('knows a part of a whole', () => {
    expect(isSubset(['a'], ['a', 'b'])).toBe(true);
    expect(isSubset(['a', 'c'], ['a', 'b'])).toBe(false);
    expect(isSubset([], [])).toBe(true);
  });
});
