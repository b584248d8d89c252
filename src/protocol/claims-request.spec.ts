import { parseClaimsRequest, wantedValues } from './claims-request.js';

describe('the claims parameter', () => {
  it('is read with its wishes, and what is unknown is left out', () => {
    const text = JSON.stringify({
      userinfo: { name: { essential: true, purpose: 'ignored' }, email: null },
      id_token: { acr: { values: ['1', '2'] }, sub: { value: 'x' } },
      elsewhere: { name: null },
    });
    expect(parseClaimsRequest(text)).toEqual({
      userinfo: { name: { essential: true }, email: null },
      id_token: { acr: { values: ['1', '2'] }, sub: { value: 'x' } },
    });
  });

  it.each(['{}', '{"userinfo":null}'])('may ask for nothing: %s', (text) => {
    expect(parseClaimsRequest(text)).toEqual({});
  });

  it.each([
    'name',
    '[]',
    'null',
    '"x"',
    '{"userinfo":[]}',
    '{"userinfo":"name"}',
    '{"id_token":{"name":true}}',
    '{"id_token":{"name":{"essential":"yes"}}}',
    '{"id_token":{"acr":{"values":"1"}}}',
    JSON.stringify({ userinfo: Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`c${index}`, null])) }),
  ])('is refused as %s', (text) => {
    expect(() => parseClaimsRequest(text)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });

  it('makes no property of the name __proto__', () => {
    const { userinfo } = parseClaimsRequest('{"userinfo":{"__proto__":{"essential":true}}}');
    expect(Object.getPrototypeOf(userinfo)).toBe(Object.prototype);
  });

  it.each([
    [{ value: 'a' }, ['a']],
    [{ values: ['a', 'b'] }, ['a', 'b']],
    [{ essential: true }, null],
    [null, null],
    [undefined, null],
  ])('the wish %p wants the values %p', (wish, values) => {
    expect(wantedValues(wish)).toEqual(values);
  });
});
