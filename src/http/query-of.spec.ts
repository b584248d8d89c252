import { queryOf } from './query-of.js';

describe('the query of an address', () => {
  it.each([
    ['/callback?code=a&state=b', 'code=a&state=b'],
    ['/callback?code=a?b&state=c?', 'code=a?b&state=c?'],
    ['/callback?', ''],
    ['/callback', ''],
  ])('of %s is %j', (url, query) => expect(queryOf(url)).toBe(query));
});
