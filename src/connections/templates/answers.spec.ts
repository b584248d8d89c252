import { AnswerError, callbackDocument, readAnswer } from './answers.js';

describe('the answer of a provider', () => {
  it.each([
    ['application/json', '{"access_token":"a"}'],
    ['application/json; charset=utf-8', ' {"access_token":"a"}\n'],
    ['application/vnd.x+json', '{"access_token":"a"}'],
    ['text/html', '{"access_token":"a"}'],
    ['application/x-www-form-urlencoded', '{"access_token":"a"}'],
    [null, '\ufeff{"access_token":"a"}'],
    ['application/x-www-form-urlencoded', 'access_token=a'],
    ['text/plain; charset=utf-8', 'access_token=a'],
    [null, 'access_token=a'],
  ])('of type %s is read from %j', (type, text) => {
    expect(readAnswer(type, text)).toEqual({ access_token: 'a' });
  });

  it('may be a form with escapes and errors', () => {
    expect(
      readAnswer('application/x-www-form-urlencoded', 'error=bad_code&error_description=The+code%2C+passed'),
    ).toEqual({
      error: 'bad_code',
      error_description: 'The code, passed',
    });
  });

  it.each([
    ['application/json', 'access_token=a'],
    ['text/html', '<html><a href="x?a=b">'],
    ['text/html', '<!doctype html>\n<p class=x>'],
    [null, ''],
    [null, 'Service unavailable'],
    ['application/json', '{"a":'],
    [null, 'a=1&a=2'],
  ])('of type %s is not readable: %j', (type, text) => {
    expect(() => readAnswer(type, text)).toThrow(AnswerError);
  });

  it('is not quoted in the error', () => {
    expect(() => readAnswer('application/json', '{"access_token":"at-secret"')).toThrow(/^(?!.*at-secret)/);
  });
});

describe('the parameters of a callback', () => {
  it('stand at the root and below query', () => {
    expect(
      callbackDocument([
        ['code', 'c'],
        ['state', 's'],
      ]),
    ).toEqual({
      code: 'c',
      state: 's',
      query: { code: 'c', state: 's' },
    });
  });

  it('may not be there twice', () => {
    expect(() =>
      callbackDocument([
        ['code', 'c'],
        ['code', 'd'],
      ]),
    ).toThrow(AnswerError);
  });

  it('may be called as they like', () => {
    const document = callbackDocument([
      ['query', 'q'],
      ['__proto__', 'p'],
    ]);
    expect(document['query']).toEqual(
      Object.fromEntries([
        ['query', 'q'],
        ['__proto__', 'p'],
      ]),
    );
    expect(({} as Record<string, unknown>)['p']).toBeUndefined();
  });
});
