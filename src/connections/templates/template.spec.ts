import { isPlaceholder, namesOf, parseTemplate, renderSegments } from './template.js';

const values = new Map([
  ['client_id', 'id-1'],
  ['a.b', 'dotted'],
  ['upper', 'ÄB c'],
  ['nested', '{{client_id}}'],
]);
const rendered = (text: string): string => renderSegments(parseTemplate(text), values);

describe('a template', () => {
  it.each([
    ['{{client_id}}', 'id-1'],
    ['{{ client_id }}', 'id-1'],
    ['a {{client_id}}/{{a.b}} z', 'a id-1/dotted z'],
    ['no placeholder }}', 'no placeholder }}'],
    ['{single}', '{single}'],
    ['', ''],
  ])('renders %j', (text, expected) => {
    expect(rendered(text)).toBe(expected);
  });

  it.each([
    ['base64', 'w4RCIGM='],
    ['base64url', 'w4RCIGM'],
    ['urlencode', '%C3%84B%20c'],
    ['lower', 'äb c'],
    ['sha256hex', 'f53a37323520699c5a034b3fac4ca61c692ca5d8d91cf040cb55ee205a78965c'],
  ])('has the filter %s', (filter, expected) => {
    expect(rendered(`{{upper | ${filter}}}`)).toBe(expected);
  });

  it.each([
    '{{}}',
    '{{ }}',
    '{{1a}}',
    '{{a b}}',
    '{{a-b}}',
    '{{a|}}',
    '{{a|number}}',
    '{{a|base64|lower}}',
    '{{a(b)}}',
    '{{{{a}}}}',
    '{{{a}}}',
    '{{a',
    '{{a}',
    `{{${'a'.repeat(65)}}}`,
  ])('refuses %j', (text) => {
    expect(() => parseTemplate(text)).toThrow(expect.objectContaining({ code: 'invalid_template' }));
  });

  it('says where it is wrong', () => {
    expect(() => parseTemplate('one\ntwo {{a|nope}}')).toThrow(expect.objectContaining({ line: 2, column: 5 }));
  });

  it('fails for a name without a value, and does not take it for empty', () => {
    expect(() => rendered('x{{unknown}}')).toThrow(expect.objectContaining({ code: 'template_missing_value' }));
    expect(renderSegments(parseTemplate('x{{empty}}'), new Map([['empty', '']]))).toBe('x');
  });

  it('does not look through a value for placeholders', () => {
    expect(rendered('{{nested}}')).toBe('{{client_id}}');
  });

  it('names each name once', () => {
    const segments = parseTemplate('{{a}}{{b|lower}}{{a}}');
    expect(namesOf(segments)).toEqual(['a', 'b']);
    expect(segments.filter(isPlaceholder)).toHaveLength(3);
  });
});
