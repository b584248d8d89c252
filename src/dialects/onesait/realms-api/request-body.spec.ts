import { addressedRealm } from './request-body.js';

describe('the realm that a request is about', () => {
  it.each([
    ['that of the path', { id: 'a' }, { realmId: 'b' }, 'a'],
    ['the parent of an association', { parent: 'a', child: 'c' }, undefined, 'a'],
    ['that of the body', {}, { realmId: 'b' }, 'b'],
    ['the parent in the body', {}, { parentRealmId: 'b', childRealmId: 'c' }, 'b'],
    ['that of the first entry', {}, [{ realmId: 'b' }, { realmId: 'c' }], 'b'],
    ['none, where there is none', {}, {}, undefined],
    ['none in nonsense', {}, [7, { realmId: 'c' }], undefined],
    ['none that is no text', {}, { realmId: ['b'] }, undefined],
    ['none without a body', {}, undefined, undefined],
  ])('is %s', (_what, params, body, name) => {
    expect(addressedRealm(params, body)).toBe(name);
  });
});
