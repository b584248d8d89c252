import { encodeBody } from './body-encoding.js';

describe('an encoded body', () => {
  it('is JSON without spaces', () => {
    expect(encodeBody({ a: 's"},"x', b: 1 }, 'json')).toEqual({
      body: '{"a":"s\\"},\\"x","b":1}',
      contentType: 'application/json',
    });
  });

  it('is a form in which no value can end its field', () => {
    expect(encodeBody({ a: 'x&b=evil', c: 'ä +', n: 1800, t: true }, 'form')).toEqual({
      body: 'a=x%26b%3Devil&c=%C3%A4+%2B&n=1800&t=true',
      contentType: 'application/x-www-form-urlencoded',
    });
  });

  it.each([{ a: {} }, { a: [] }, { a: null }])('has no place in a form for %j', (tree) => {
    expect(() => encodeBody(tree, 'form')).toThrow(expect.objectContaining({ code: 'invalid_template' }));
  });
});
