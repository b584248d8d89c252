import { BoundVariables, nearer, sentTo } from './bound-variables.js';
import { compileText } from './text-template.js';
import { SecretWithheld } from './template-error.js';

const KEY = { value: 'the-key', hosts: ['api.example', '*.eu.example'] };
const bound = new BoundVariables(
  new Map([
    ['team', 'ours'],
    ['key', 'in the clear'],
  ]),
  new Map([['key', KEY]]),
);

describe('variables of which some are secrets', () => {
  it.each(['api.example', 'one.eu.example'])('give a secret to %s, which it is for', (host) => {
    expect(compileText('{{team}} {{key}}').render(bound.at(host))).toBe('ours the-key');
  });

  it('give it to no other host, by whatever filter, and say which it is', () => {
    const render = (text: string) => () => compileText(text).render(sentTo(bound, 'evil.example'));
    expect(render('{{team}}')()).toBe('ours');
    for (const text of ['{{key}}', 'x{{key | base64}}']) expect(render(text)).toThrow(SecretWithheld);
    expect(render('{{key}}')).toThrow('"key" was not entered for evil.example');
  });

  it('have none for who takes them for a plain map, or copies them', () => {
    expect([bound.get('key'), bound.has('key')]).toEqual([undefined, false]);
    for (const copy of [new Map(bound), new Map([...bound.at('api.example')])])
      expect([...copy]).toEqual([['team', 'ours']]);
    expect(JSON.stringify([...bound.values()])).not.toContain('the-key');
  });

  it('give way to nearer ones, open or secret', () => {
    expect(sentTo(nearer(bound, new Map([['key', 'nearer']])), 'evil.example').get('key')).toBe('nearer');
    const secret = nearer(bound, new Map(), new Map([['team', { value: 'hidden', hosts: ['api.example'] }]]));
    expect(sentTo(secret, 'api.example').get('team')).toBe('hidden');
    expect(() => sentTo(secret, 'evil.example').get('team')).toThrow(SecretWithheld);
  });
});
