import { checkObject, effectiveParameters, type RequestClaims } from './request-object.rules.js';

const NOW = 1_700_000_000;
const ISSUER = 'https://id.example.com/realms/demo';
const context = { clientId: 'app', issuer: ISSUER, now: NOW };
const REFUSED = expect.objectContaining({ code: 'invalid_request_object' });

describe('a request object', () => {
  it.each<[string, RequestClaims]>([
    ['that says nothing of itself', {}],
    ['of the client for this server', { client_id: 'app', iss: 'app', aud: ISSUER, exp: NOW + 1, nbf: NOW }],
    ['for several servers', { aud: ['https://other.example.com', ISSUER] }],
    ['of a clock that is a little ahead', { nbf: NOW + 8 }],
  ])('req 66: %s is taken', (_, claims) => {
    expect(() => checkObject(claims, context)).not.toThrow();
  });

  it.each<[string, RequestClaims]>([
    ['of another client', { client_id: 'other' }],
    ['issued by another', { iss: 'other' }],
    ['for another server', { aud: 'https://other.example.com' }],
    ['for nobody', { aud: [] }],
    ['that has expired', { exp: NOW }],
    ['whose end is no number', { exp: String(NOW + 10) }],
    ['of tomorrow', { nbf: NOW + 61 }],
    ['that could prove the client', { sub: 'app' }],
    ['that holds another one', { request: 'a.b.c' }],
    ['that leads to another one', { request_uri: 'https://app.example.com/object' }],
  ])('req 66: %s is refused', (_, claims) => {
    expect(() => checkObject(claims, context)).toThrow(REFUSED);
  });
});

describe('the parameters of a request with an object', () => {
  it('req 66: are those inside alone', () => {
    const inside = { client_id: 'app', response_type: 'code', scope: 'openid', redirect_uri: 'https://a.example/cb' };
    const outside = [
      ['client_id', 'app'],
      ['response_type', 'code'],
      ['redirect_uri', 'https://b.example/cb'],
      ['state', 'outside'],
      ['request', 'a.b.c'],
    ] as const;
    expect(Object.fromEntries(effectiveParameters({ ...inside, iss: 'app', exp: NOW }, outside))).toEqual(inside);
  });

  it('have response_type and client_id from outside where the object leaves them out', () => {
    const outside = [
      ['client_id', 'app'],
      ['response_type', 'code'],
      ['scope', 'openid'],
    ] as const;
    expect(effectiveParameters({ state: 's' }, outside)).toEqual([
      ['state', 's'],
      ['client_id', 'app'],
      ['response_type', 'code'],
    ]);
  });

  it.each<[string, RequestClaims, readonly [string, string]]>([
    ['another response type', { response_type: 'code' }, ['response_type', 'token']],
    ['another scope', { scope: 'openid' }, ['scope', 'openid admin:read']],
  ])('req 66: are refused with %s outside', (_, claims, pair) => {
    expect(() => effectiveParameters(claims, [pair])).toThrow(REFUSED);
  });

  it('may have their scopes in another order outside', () => {
    expect(effectiveParameters({ scope: 'openid email' }, [['scope', 'email openid']])).toEqual([
      ['scope', 'openid email'],
    ]);
  });

  it('are text, whatever JSON has them as', () => {
    const claims = {
      max_age: 10,
      claims: { userinfo: { name: null } },
      resource: ['https://a', 'https://b'],
      nonce: null,
    };
    expect(effectiveParameters(claims, [])).toEqual([
      ['max_age', '10'],
      ['claims', '{"userinfo":{"name":null}}'],
      ['resource', 'https://a'],
      ['resource', 'https://b'],
    ]);
  });

  it.each([{ state: true }, { state: { a: 1 } }, { scope: ['openid'] }, { resource: [['https://a']] }, { claims: [] }])(
    'req 66: are refused as %j',
    (claims) => {
      expect(() => effectiveParameters(claims, [])).toThrow(REFUSED);
    },
  );
});
