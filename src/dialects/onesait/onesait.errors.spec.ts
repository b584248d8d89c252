import * as refusals from './onesait.errors.js';

describe("onesait's refusals", () => {
  it.each([
    ['a wrong password', refusals.passwordIncorrect, 400],
    ['an unknown user', refusals.userUnknown, 404],
    ['a deactivated user', refusals.userDeactivated, 401],
    ['a refresh token that is no good', refusals.refreshTokenInvalid, 401],
    ['the refresh token of another client', refusals.refreshTokenOfOther, 401],
  ])('answer %s as the newest generation does, or with the 400 of every invalid_grant', (_, refused, newest) => {
    expect(refused('x', 'newest')).toMatchObject({ status: newest, body: { error: 'invalid_grant' } });
    expect(refused('x', 'spring')).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('name the scopes that are allowed', () => {
    const { status, body } = refusals.scopeNotAllowed('email', ['openid', 'profile']);
    expect([status, JSON.stringify(body)]).toEqual([
      401,
      '{"error":"invalid_scope","error_description":"Invalid scope: email","scope":"openid profile"}',
    ]);
  });

  it('keep their cause for the log', () => {
    const cause = new Error('why');
    expect(refusals.because(refusals.basicRefused(), cause).cause).toBe(cause);
  });

  it.each([
    [400, 400],
    [404, 404],
    [413, 413],
    [415, 400],
    [429, 429],
    [503, 503],
  ])('give what the original does not foresee its form: %d as %d', (status, expected) => {
    const refusal = { status, oauth: 'invalid_request', description: 'Why.', fields: [], challenges: [] } as const;
    expect(refusals.onesaitShape(refusal)).toEqual({
      status: expected,
      contentType: 'application/json;charset=UTF-8',
      body: { error: 'invalid_request', error_description: 'Why.' },
    });
  });
});
