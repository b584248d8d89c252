import { askedScopes } from './asked-scopes.js';

const client = { scopes: ['openid', 'profile', 'email'] };

describe('what a user is asked to agree to', () => {
  it('is the scopes of the request', () => {
    expect(askedScopes(client, { scope: ['openid', 'email'], claims: null })).toEqual(['openid', 'email']);
  });

  it('is also the scopes of claims that are asked for by name', () => {
    const claims = { userinfo: { email: null, name: { essential: true } }, id_token: { nickname: null } };
    expect(askedScopes(client, { scope: ['openid', 'email'], claims })).toEqual(['openid', 'email', 'profile']);
  });

  it('is nothing that the client could not have', () => {
    const claims = { userinfo: { phone_number: null }, id_token: { acr: null, sub: { value: 'x' } } };
    expect(askedScopes(client, { scope: ['openid'], claims })).toEqual(['openid']);
  });
});
