import { savedRequestFaults } from './saved-request.rules.js';
import { compileRequest } from './saved-request.template.js';
import type { SavedRequestFields } from './saved-request.types.js';

const request = (change: Partial<SavedRequestFields> = {}): SavedRequestFields => ({
  name: 'create-note',
  method: 'POST',
  path: '/users/{{settings.user}}/notes',
  headers: { 'X-Shop': '{{meta.shop}}' },
  query: { 'page size': '{{size}}' },
  body: '{"text": {{text}}, "by": "{{client_id}}"}',
  bodyFormat: 'json',
  ...change,
});
const settings = ['user', 'size', 'text'].map((name) => ({ name, kind: 'text' as const }));
const faults = (change: Partial<SavedRequestFields>): string[] =>
  savedRequestFaults(request(change), settings).map(({ field }) => field);

describe('a saved request', () => {
  it('is made of its templates, each value encoded for its place', () => {
    const variables = new Map([
      ['settings.user', 'a b'],
      ['meta.shop', 'acme'],
      ['size', '1&x=2'],
      ['text', '"},"x'],
      ['client_id', 'id'],
    ]);
    const made = compileRequest(request()).render(variables);
    expect({ ...made, body: made.body && 'bytes' in made.body && made.body.bytes.toString() }).toEqual({
      method: 'POST',
      place: { path: 'users/a%20b/notes', query: 'page%20size=1%26x%3D2' },
      headers: { 'content-type': 'application/json', 'x-shop': 'acme' },
      body: '{"text":"\\"},\\"x","by":"id"}',
    });
  });

  it('sends a form where it is to', () => {
    const made = compileRequest(request({ body: '{"a": "{{x}}"}', bodyFormat: 'form' }));
    const variables = new Map(['settings.user', 'meta.shop', 'size', 'x'].map((name) => [name, 'a b']));
    const { headers, body } = made.render(variables);
    expect([headers['content-type'], body && 'bytes' in body && body.bytes.toString()]).toEqual([
      'application/x-www-form-urlencoded',
      'a=a+b',
    ]);
  });

  it('may be saved', () => expect(faults({})).toEqual([]));

  it.each<[string, Partial<SavedRequestFields>]>([
    ['name', { name: 'Create Note' }],
    ['name', { name: '' }],
    ['method', { method: 'TRACE' as never }],
    ['request', { path: 'a/%2e%2e/b' }],
    ['path', { path: 'a//b' }],
    ['path', { path: '//evil.example/x' }],
    ['request', { path: '../admin' }],
    ['request', { path: 'a\\b' }],
    ['request', { path: '{{unknown}}' }],
    ['request', { path: '{{settings.unknown}}' }],
    ['request', { headers: { 'X-A': '{{x|nofilter}}' } }],
    ['request', { headers: { 'X-A': 'a\r\nX-Evil: 1' } }],
    ['request', { body: '{"{{text}}": 1}' }],
    ['request', { body: '[1]' }],
    ['headers.Authorization', { headers: { Authorization: 'Bearer x' } }],
    ['headers.Cookie', { headers: { Cookie: 'a=b' } }],
    ['headers.X-Forwarded-For', { headers: { 'X-Forwarded-For': '1.2.3.4' } }],
    ['headers.a b', { headers: { 'a b': 'x' } }],
    ['headers', { headers: { 'X-A': 'x'.repeat(3000) } }],
    ['query', { query: { '': 'x' } }],
    ['body', { method: 'GET' }],
    ['bodyFormat', { bodyFormat: 'xml' as never }],
  ])('is refused for its %s: %j', (field, change) => expect(faults(change)).toEqual([field]));
});
