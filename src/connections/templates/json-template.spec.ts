import fc from 'fast-check';
import { compileJson } from './json-template.js';
import type { TemplateError } from './template-error.js';

const CAPACITY_TOKEN =
  '{"grant_type": "authorization_code", "redirect_uri": "https://cb.example/x", "code": "{{auth_code}}", "client_id": {{client_id}}, "client_secret": {{client_secret}}}';
const CAPACITY_REFRESH = '{"refresh_token": {{refresh_token}}, "grant_type": "refresh_token"}';

const rendered = (text: string, values: Record<string, string> = {}) =>
  compileJson(text).render(new Map(Object.entries(values)));

const faultOf = (text: string): TemplateError => {
  try {
    compileJson(text);
  } catch (error) {
    return error as TemplateError;
  }
  throw new Error('it compiles');
};

describe('a body in JSON', () => {
  it('takes placeholders without quotes, as pasted examples have them', () => {
    const values = { auth_code: 'c', client_id: 'id-1', client_secret: 's' };
    expect(JSON.stringify(rendered(CAPACITY_TOKEN, values))).toBe(
      '{"grant_type":"authorization_code","redirect_uri":"https://cb.example/x","code":"c","client_id":"id-1","client_secret":"s"}',
    );
    expect(rendered(CAPACITY_REFRESH, { refresh_token: 'r' })).toEqual({
      refresh_token: 'r',
      grant_type: 'refresh_token',
    });
  });

  it.each([
    ['with quotes', '{"id": "{{x}}", "redirect_uri": "https://good.example"}'],
    ['without quotes', '{"id": {{x}}, "redirect_uri": "https://good.example"}'],
  ])('lets no value add or override a key: a placeholder %s', (_, text) => {
    const x = 'x","redirect_uri":"https://evil.example","y":"';
    expect(rendered(text, { x })).toEqual({ id: x, redirect_uri: 'https://good.example' });
  });

  it.each(['a"b', 'a\\b', 'a\\"b', 'a\nb', 'a\r\n\tb', '\u2028', '\0', '{{client_id}}', '}}', 's"},"x'])(
    'carries the secret %j as it is',
    (secret) => {
      const sent = JSON.stringify(rendered('{"a": {{s}}, "b": "<{{s}}>"}', { s: secret, client_id: 'no' }));
      expect(JSON.parse(sent)).toEqual({ a: secret, b: `<${secret}>` });
    },
  );

  it.each(['$&', '$`', "$'", '$1', '$$'])('does not expand %j', (value) => {
    expect(rendered('{"a": "({{x}})"}', { x: value })).toEqual({ a: `(${value})` });
  });

  it.each(['123', '0123', '1e5', 'true', 'null', '[]', '{}'])('sends the value %j as a string', (value) => {
    expect(rendered('{"a": {{x}}}', { x: value })).toEqual({ a: value });
  });

  it('holds for every value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const tree = rendered('{"a": {{x}}, "b": ["-{{x}}-", {"c": "{{x}}"}]}', { x: value });
        expect(tree).toEqual({ a: value, b: [`-${value}-`, { c: value }] });
      }),
    );
  });

  it('keeps constants, lists and the order of keys', () => {
    const text = '{ "z": 1, "a": [true, null, -1.5e2, "x"], "m": {} }';
    expect(JSON.stringify(rendered(text))).toBe('{"z":1,"a":[true,null,-150,"x"],"m":{}}');
  });

  it('reads escapes as JSON has them, beside placeholders too', () => {
    expect(rendered('{"a\\u0062": "\\"{{x}}\\n\\u00e4\\/"}', { x: '1' })).toEqual({ ab: '"1\nä/' });
  });

  it('says which names it has, and which stand without quotes', () => {
    const template = compileJson(CAPACITY_TOKEN);
    expect(template.names).toEqual(['auth_code', 'client_id', 'client_secret']);
    expect(template.placeholders.map(({ quoted }) => quoted)).toEqual([true, false, false]);
  });

  it('fails for a name without a value', () => {
    expect(() => rendered('{"a": {{x}}}')).toThrow(expect.objectContaining({ code: 'template_missing_value' }));
  });

  it.each([
    ['typographic quotes', '{\n  “a”: 1\n}', 2, 3],
    ['a typographic quote around a value', '{"a": ”x”}', 1, 7],
    ['a trailing comma', '{\n  "a": 1,\n}', 2, 9],
    ['a trailing comma in a list', '{"a": [1,]}', 1, 9],
    ['a placeholder as key', '{{{a}}: 1}', 1, 1],
    ['a placeholder as key behind a space', '{ {{a}}: 1}', 1, 3],
    ['a placeholder in a key', '{"x{{a}}": 1}', 1, 2],
    ['a key twice', '{"a": 1, "a": 2}', 1, 10],
    ['__proto__', '{"__proto__": {}}', 1, 2],
    ['__proto__ in disguise', '{"__pro\\u0074o__": {}}', 1, 2],
    ['a list', '[1]', 1, 1],
    ['a text', '"a"', 1, 1],
    ['nothing', '', 1, 1],
    ['a placeholder alone', '{{a}}', 1, 1],
    ['a placeholder beside a value', '{"a": {{b}}c}', 1, 12],
    ['two placeholders side by side', '{"a": {{b}}{{c}}}', 1, 12],
    ['a filter that does not exist', '{"a": {{b | number}}}', 1, 7],
    ['something behind the object', '{"a": 1} x', 1, 10],
    ['quotes that stay open', '{"a": "x', 1, 7],
    ['a backslash at the end', '{"a": "x\\', 1, 7],
    ['an unknown escape', '{"a": "\\x"}', 1, 8],
    ['an escaped brace', '{"a": "\\{{b}}"}', 1, 8],
    ['a line break in a string', '{"a": "x\ny"}', 1, 8],
    ['a missing colon', '{"a" 1}', 1, 6],
    ['a missing value', '{"a": }', 1, 7],
    ['single quotes', "{'a': 1}", 1, 2],
    ['a number with a leading zero', '{"a": 01}', 1, 8],
    ['a number that loses digits', '{"a": 12345678901234567890}', 1, 7],
    ['a number that is infinite', '{"a": 1e999}', 1, 7],
    ['a comment', '{"a": 1 /* x */}', 1, 9],
    ['five levels', '{"a":{"b":{"c":{"d":{}}}}}', 1, 21],
  ])('refuses %s, and says where', (_, text, line, column) => {
    expect(faultOf(text)).toMatchObject({ code: 'invalid_template', line, column });
  });

  it('takes four levels and 64 keys, and no more', () => {
    expect(rendered('{"a":{"b":{"c":{"d":1}}}}')).toEqual({ a: { b: { c: { d: 1 } } } });
    const keys = (count: number) => `{${Array.from({ length: count }, (_, at) => `"k${at}":1`).join(',')}}`;
    expect(Object.keys(rendered(keys(64)))).toHaveLength(64);
    expect(faultOf(keys(65)).message).toContain('64 keys');
  });

  it('refuses more than 16 KiB', () => {
    const text = (size: number) => `{"a":"${'x'.repeat(size - 8)}"}`;
    expect(rendered(text(16_384))).toHaveProperty('a');
    expect(faultOf(text(16_385)).message).toContain('16384');
  });

  it('never quotes the text in an error: it may be a secret', () => {
    expect(faultOf('{"client_secret": hunter2}').message).not.toContain('hunter2');
    expect(faultOf('{"client_secret": "hunter2').message).not.toContain('hunter2');
  });
});
