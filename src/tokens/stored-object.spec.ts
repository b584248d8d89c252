import { storedObject } from './stored-object.js';

describe('an object of a row', () => {
  it('is what its text says, and empty for none', () => {
    expect(storedObject('{"a":{"b":[1,null]}}')).toEqual({ a: { b: [1, null] } });
    expect(storedObject(null)).toEqual({});
  });

  it('is made once for each text, and nobody changes it for others', () => {
    const object = storedObject<{ list: string[] }>('{"list":["a"]}');
    expect(storedObject('{"list":["a"]}')).toBe(object);
    expect(storedObject('{"list":["b"]}')).toEqual({ list: ['b'] });
    expect(() => object.list.push('c')).toThrow(TypeError);
    expect(Object.isFrozen(object)).toBe(true);
  });

  it('is read when its text is too long to be kept', () => {
    const text = JSON.stringify({ long: 'x'.repeat(4096) });
    expect(storedObject(text)).toEqual({ long: 'x'.repeat(4096) });
    expect(storedObject(text)).not.toBe(storedObject(text));
  });
});
