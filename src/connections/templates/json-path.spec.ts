import { compilePath, PathError } from './json-path.js';

const DOCUMENT = {
  'access_token': 'at',
  'data': {
    'token': 't',
    'list': [{ id: 1 }, { id: 2 }],
    'a.b': 'dotted',
    'a b': 'spaced',
    'a-b': 'hyphen',
    "it's": 'quoted',
    'q"q': 'double',
  },
  '': 'empty name',
  'ünïcode': 'letters',
  '☺': 'smile',
  'length': 'own length',
  'zero': 0,
  'negative': -1.5,
  'nothing': null,
  'yes': true,
  'empty': '',
  'constructor': { name: 'own' },
  '$': 'dollar',
  '@': 'at sign',
  '\n': 'line',
  '1': 'digit',
};

/** Rows in the manner of the compliance suite of RFC 9535: a query, and what it leads to. */
const FOUND: [string, unknown][] = [
  ['$.access_token', 'at'],
  ["$['access_token']", 'at'],
  ['$["access_token"]', 'at'],
  ["$ ['access_token']", 'at'],
  ["$[ 'access_token' ]", 'at'],
  ["$\n['access_token']", 'at'],
  ['$.data.token', 't'],
  ["$.data['token']", 't'],
  ["$['data'].token", 't'],
  ["$['data']['a.b']", 'dotted'],
  ["$['data']['a b']", 'spaced'],
  ["$['data']['it\\'s']", 'quoted'],
  ['$["data"]["it\'s"]', 'quoted'],
  ['$["data"]["q\\"q"]', 'double'],
  ['$.data.list[0].id', 1],
  ['$.data.list[1].id', 2],
  ['$.data.list[-1].id', 2],
  ['$.data.list[-2].id', 1],
  ['$.data.list[2].id', undefined],
  ['$.data.list[-3].id', undefined],
  ['$.data.list.length', undefined],
  ['$.access_token[0]', undefined],
  ['$.access_token.length', undefined],
  ["$['']", 'empty name'],
  ['$.ünïcode', 'letters'],
  ['$.☺', 'smile'],
  ["$['\\u263a']", 'smile'],
  ["$['\\n']", 'line'],
  ['$.length', 'own length'],
  ["$['$']", 'dollar'],
  ["$['@']", 'at sign'],
  ["$['1']", 'digit'],
  ['$[1]', undefined],
  ['$.zero', 0],
  ['$.nothing', null],
  ['$.nothing.more', undefined],
  ['$.yes', true],
  ['$.constructor.name', 'own'],
  ['$.__proto__', undefined],
  ['$.data.constructor', undefined],
  ['$.toString', undefined],
  ['$.missing.deeper', undefined],
];

const REFUSED = [
  '$.*',
  '$[*]',
  '$..access_token',
  '$.data.list[*].id',
  '$.data.list[0:1]',
  '$.data.list[::2]',
  '$.data.list[0,1]',
  "$['a','b']",
  '$.data.list[?@.id]',
  '$.data.list[?@.id==1].id',
  '$.data..id',
  '$.',
  '$..',
  '$[',
  '$[]',
  '$.1a',
  '$.a b',
  ' $ . a.',
  '$[01]',
  '$[-0]',
  '$[1.0]',
  '$[+1]',
  "$['a]",
  "$['\\x']",
  "$['\\ud800']",
  '$[a]',
  '$a',
  '$$',
  '@.a',
  '$[9007199254740992]',
  '$.data.list[(@.length-1)]',
  'this.constructor.constructor("return 1")()',
  '',
  '   ',
];

describe('a path', () => {
  it.each(FOUND)('%s leads to %j', (text, expected) => {
    expect(compilePath(text).pick(DOCUMENT)).toEqual(expected);
  });

  it.each(REFUSED)('is not %j', (text) => {
    expect(() => compilePath(text)).toThrow(expect.objectContaining({ code: 'invalid_path' }));
  });

  it.each([
    ['access_token', '$.access_token', 'at'],
    ['.data.token', '$.data.token', 't'],
    ['data.list[0].id', '$.data.list[0].id', '1'],
    ["['access_token']", "$['access_token']", 'at'],
    ['  $.access_token ', '$.access_token', 'at'],
    ['data.a-b', "$.data['a-b']", 'hyphen'],
    ['data.list[-1].id', '$.data.list[-1].id', '2'],
  ])('may be typed as %j', (typed, text, value) => {
    const path = compilePath(typed);
    expect(path.text).toBe(text);
    expect(path.read(DOCUMENT)).toBe(value);
  });

  it('reads texts and numbers, and null for nothing', () => {
    expect(compilePath('$.negative').read(DOCUMENT)).toBe('-1.5');
    expect(compilePath('$.empty').read(DOCUMENT)).toBe('');
    expect(compilePath('$.nothing').read(DOCUMENT)).toBeNull();
    expect(compilePath('$.missing').read(DOCUMENT)).toBeNull();
  });

  it.each(['$.data', '$.data.list', '$.yes', '$'])('reads nothing else: %s', (text) => {
    expect(() => compilePath(text).read(DOCUMENT)).toThrow(expect.objectContaining({ code: 'unfit_value' }));
  });

  it('reads 16 KiB, and no more', () => {
    const read = (size: number) => compilePath('a').read({ a: 'x'.repeat(size) });
    expect(read(16_384)).toHaveLength(16_384);
    expect(() => read(16_385)).toThrow(PathError);
  });

  it.each([[null], ['text'], [7], [[1]]])('finds nothing in %j', (document) => {
    expect(compilePath('$.a').read(document)).toBeNull();
  });

  it('has at most 500 characters', () => {
    expect(() => compilePath(`$.${'a'.repeat(499)}`)).toThrow(PathError);
  });
});
