import { parseJson } from './json-body.js';

const parsed = (text: string): unknown => parseJson(Buffer.from(text));

describe('a JSON body', () => {
  it.each([
    '{}',
    '[]',
    '"a:b"',
    '{"a:b":"c:d","e":{"a:b":":"}}',
    String.raw`{"a\":":"\\","b":[{"c":1},{"c":2},":"]}`,
    '[{"a":1},{"a":1}]',
  ])('is what JSON.parse makes of %s', (text) => {
    expect(parsed(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['twice', '{"a":1,"a":1}'],
    ['twice, one of them escaped', String.raw`{"a":1,"\u0061":2}`],
    ['twice, deep inside', '{"a":[{"b":{},"b":1}]}'],
    ['three times', '{"a":1,"b":2,"a":3,"a":4}'],
    ['twice, the first with members of its own', '{"a":{"b":1,"c":2},"a":null}'],
  ])('req 11: is refused with a member %s', (_, text) => {
    expect(() => parsed(text)).toThrow('The JSON has a member more than once.');
  });
});
