import { OAuthError } from './oauth-error.js';
import { readParameters } from './parameters.js';

const declared = { once: ['grant_type', 'scope', 'token'], repeatable: ['resource'] };

const refusal = (run: () => unknown): OAuthError => {
  try {
    run();
  } catch (error) {
    return error as OAuthError;
  }
  throw new Error('nothing was refused');
};

describe('readParameters', () => {
  it('yields what was declared', () => {
    const parameters = readParameters([['grant_type', 'password']], declared);
    expect(parameters.get('grant_type')).toBe('password');
    expect(parameters.require('grant_type')).toBe('password');
  });

  it('req 12: ignores what was not declared', () => {
    expect(readParameters([['foo', 'bar']], declared).get('foo')).toBeUndefined();
  });

  it('req 12: takes an empty value for an absent one', () => {
    const parameters = readParameters([['scope', '']], declared);
    expect(parameters.get('scope')).toBeUndefined();
    expect(refusal(() => parameters.require('scope')).description).toBe('The parameter scope is missing.');
  });

  it.each(['scope', 'undeclared_one'])('req 11: refuses %s sent twice, even empty', (name) => {
    const error = refusal(() => readParameters([[name, 'a'], [name, '']], declared)); // prettier-ignore
    expect(error.code).toBe('invalid_request');
    expect(error.description).toContain(name);
  });

  it('shows back no name that is not plainly one', () => {
    const error = refusal(() => readParameters([['<b>', '1'], ['<b>', '2']], declared)); // prettier-ignore
    expect(error.description).toBe('A parameter was sent more than once.');
  });

  it('keeps every value of a repeatable parameter, in order', () => {
    const raw = [['resource', 'https://b'], ['resource', 'https://a']] as const; // prettier-ignore
    expect(readParameters(raw, declared).all('resource')).toEqual(['https://b', 'https://a']);
    expect(readParameters([], declared).all('resource')).toEqual([]);
  });

  it.each([
    ['scope', 4 * 1024],
    ['token', 16 * 1024],
  ])('req 53: refuses a %s of more than %d bytes, and takes one of exactly that', (name, limit) => {
    expect(readParameters([[name, 'x'.repeat(limit)]], declared).get(name)).toHaveLength(limit);
    expect(refusal(() => readParameters([[name, 'x'.repeat(limit + 1)]], declared)).code).toBe('invalid_request');
  });

  it('req 53: refuses what is too long whichever its name', () => {
    expect(() => readParameters([['foo', 'x'.repeat(4 * 1024)]], declared)).not.toThrow();
    const named = refusal(() => readParameters([['foo', 'x'.repeat(4 * 1024 + 1)]], declared));
    expect([named.code, named.description]).toEqual(['invalid_request', 'A parameter is longer than 4096 bytes: foo.']);
    const markup = refusal(() => readParameters([['<b>', 'x'.repeat(4 * 1024 + 1)]], declared));
    expect(markup.description).toBe('A parameter is longer than 4096 bytes.');
  });

  it('req 89: refuses more than 100 parameters', () => {
    const raw = Array.from({ length: 101 }, (_, index) => [`p${index}`, 'x'] as const);
    expect(refusal(() => readParameters(raw, declared)).code).toBe('invalid_request');
    expect(() => readParameters(raw.slice(1), declared)).not.toThrow();
  });

  it('does not trip over names of Object.prototype', () => {
    const parameters = readParameters([['__proto__', 'x'], ['constructor', 'y']], declared); // prettier-ignore
    expect(parameters.get('__proto__')).toBeUndefined();
    expect(parameters.get('constructor')).toBeUndefined();
  });
});
