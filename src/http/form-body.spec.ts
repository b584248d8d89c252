import fc from 'fast-check';
import { BodyError } from './body-error.js';
import { FormBody, formParameters, parseForm, parsePairs } from './form-body.js';

describe('a form body', () => {
  it('gives back every pair that was encoded, in order', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), (pairs) => {
        const encoded = pairs
          .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
          .join('&');
        expect(parseForm(Buffer.from(encoded)).pairs).toEqual(pairs);
      }),
    );
  });

  it('splits a pair at its first equals sign', () => {
    expect(parsePairs('a=b=c&d')).toEqual([
      ['a', 'b=c'],
      ['d', ''],
    ]);
  });

  it.each(['%', '%4', '%zz', '%ff', '%c0%80', '%ed%a0%80'])('refuses %s', (text) => {
    expect(() => parsePairs(`a=${text}`)).toThrow(BodyError);
  });

  it('is asked for where parameters are read', () => {
    expect(formParameters(new FormBody([['a', '1']]))).toEqual([['a', '1']]);
    for (const body of [undefined, {}, { kind: 'form', pairs: [] }, 'a=1']) {
      expect(() => formParameters(body)).toThrow('invalid_request');
    }
  });
});
