import { compileJson } from './json-template.js';
import { repairJson } from './json-repair.js';

describe('repairJson', () => {
  it.each([
    ['{“a”: “x”}', '{"a": "x"}'],
    ['{„a“: «x»}', '{"a": "x"}'],
    ['{‘a’: 1}', '{"a": 1}'],
    ['{“a": 1}', '{"a": 1}'],
    ['{"a": 1,}', '{"a": 1}'],
    ['{"a": [1, 2,\n ],\n}', '{"a": [1, 2\n ]\n}'],
    ['{\u00a0"a":\u00a01}', '{ "a": 1}'],
    ['{“a”: {{client_id}},}', '{"a": {{client_id}}}'],
  ])('mends %j', (text, expected) => {
    expect(repairJson(text)).toBe(expected);
    expect(() => compileJson(repairJson(text))).not.toThrow();
  });

  it.each(['{"a": "say “hi”, ok,}"}', '{"a": "it’s\u00a0so"}', '{"a": "\\", ]"}', '{"a": 1}'])(
    'leaves alone what is in strings: %j',
    (text) => {
      expect(repairJson(text)).toBe(text);
    },
  );
});
