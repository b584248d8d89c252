import { compilePattern } from './param-pattern.js';

describe('the pattern of a parameter', () => {
  it.each([
    ['[a-z0-9][a-z0-9-]{0,61}', 'acme', true],
    ['[a-z0-9][a-z0-9-]{0,61}', 'acme.evil', false],
    ['login|test', 'test', true],
    ['login|test', 'testing', false],
    ['[a-z]+', 'a\nb', false],
    ['[(]x[)]', '(x)', true],
  ])('%s has %j fit: %s', (pattern, value, fits) => {
    expect(compilePattern(pattern)(value)).toBe(fits);
  });

  it('takes no value of more than 255 characters', () => {
    expect(compilePattern('a+')('a'.repeat(255))).toBe(true);
    expect(compilePattern('a+')('a'.repeat(256))).toBe(false);
  });

  it.each([
    '',
    '(a+)+$',
    '(?:a|b)*',
    'a*a*a*a*',
    'a?a?a?a?',
    'a{0,9}b{1,9}c{2,}d+',
    '[a',
    'a{1000}',
    'x'.repeat(201),
    '\\1',
    '\\[(a+)+[b]',
    '[\\]](a+)+[b]',
  ])('refuses %j', (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(expect.objectContaining({ code: 'invalid_template' }));
  });

  it('is quick with the worst that it takes', () => {
    const started = process.hrtime.bigint();
    compilePattern('a+a+a+b')('a'.repeat(255));
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(500);
  });
});
