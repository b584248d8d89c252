import { readParameters, type Parameters } from '../../protocol/parameters.js';
import { requestedScope, scopeParameter } from './requested-scope.js';

const asking = (scope: string): Parameters => readParameters([['scope', scope]], { once: ['scope'] });
const CLIENT = { scopes: ['read', 'write', 'admin'], defaultScopes: ['read'] };

describe('requestedScope', () => {
  it('gives what is asked for, each scope once', () => {
    expect(requestedScope(CLIENT, asking('write read write'))).toEqual(['write', 'read']);
  });

  it('gives the default scopes when nothing is asked for', () => {
    expect(requestedScope(CLIENT, asking(''))).toEqual(['read']);
    expect(requestedScope({ scopes: [], defaultScopes: [] }, asking(''))).toEqual([]);
  });

  it.each(['other', 'read other', 'READ', 'rea'])(
    'req 51: refuses %s, which the client is not registered for',
    (scope) => {
      expect(() => requestedScope(CLIENT, asking(scope))).toThrow(expect.objectContaining({ code: 'invalid_scope' }));
    },
  );

  it('refuses what is no list of scopes', () => {
    expect(() => scopeParameter(asking('re"ad'))).toThrow(expect.objectContaining({ code: 'invalid_scope' }));
    expect(() => scopeParameter(asking('read\twrite'))).toThrow(expect.objectContaining({ code: 'invalid_scope' }));
  });
});
