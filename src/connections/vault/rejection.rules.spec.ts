import { isRejection, needsBody, type JudgedAnswer } from './rejection.rules.js';

const answer = (change: Partial<JudgedAnswer>): JudgedAnswer => ({
  status: 200,
  contentType: 'application/json',
  wwwAuthenticate: null,
  body: null,
  ...change,
});

describe('whether an API has refused the token', () => {
  it('is told by the status', () => {
    const rule = { statuses: [401, 403] };
    expect([200, 401, 403, 404].map((status) => isRejection(rule, answer({ status })))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('is told by a value in the body, text or number', () => {
    const rule = { statuses: [], path: '$.errcode', equals: '40001' };
    expect(isRejection(rule, answer({ body: '{"errcode":40001}' }))).toBe(true);
    expect(isRejection(rule, answer({ body: '{"errcode":"40001"}' }))).toBe(true);
    expect(isRejection(rule, answer({ body: '{"errcode":0}' }))).toBe(false);
    expect(isRejection(rule, answer({ body: '{"other":1}' }))).toBe(false);
  });

  it('without a value to compare with is told by there being one', () => {
    const rule = { statuses: [], path: '$.token_expired' };
    expect(isRejection(rule, answer({ body: '{"token_expired":true}' }))).toBe(true);
    expect(isRejection(rule, answer({ body: '{}' }))).toBe(false);
  });

  it.each(['', '<html>', '{', 'null', '[]', '"x"'])('is not told by the body %j', (body) => {
    expect(isRejection({ statuses: [], path: '$.a', equals: 'b' }, answer({ body }))).toBe(false);
  });

  it('is told by the challenge, where the rule says so', () => {
    const wwwAuthenticate = 'Bearer realm="x", error="invalid_token"';
    expect(isRejection({ statuses: [], wwwAuthenticate: true }, answer({ status: 403, wwwAuthenticate }))).toBe(true);
    expect(isRejection({ statuses: [] }, answer({ status: 403, wwwAuthenticate }))).toBe(false);
  });

  it('needs the body only where the status does not say it', () => {
    const rule = { statuses: [401], path: '$.a' };
    expect([needsBody(rule, 401), needsBody(rule, 200), needsBody({ statuses: [401] }, 200)]).toEqual([
      false,
      true,
      false,
    ]);
  });
});
