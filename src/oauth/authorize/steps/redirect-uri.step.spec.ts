import type { RawParameters } from '../../../protocol/parameters.js';
import { newClient } from '../../../../test/support/client.builder.js';
import { Draft } from '../draft.js';
import { REALM, errorOf } from '../../../../test/support/admission.js';
import { RedirectUriStep } from './redirect-uri.step.js';

describe('RedirectUriStep', () => {
  const step = new RedirectUriStep();
  const of = (redirectUris: string[], raw: RawParameters): Draft =>
    Draft.of(REALM, raw).with({ client: newClient({ redirectUris }) });

  it('takes the only one of a client that a request without openid leaves out', () => {
    expect(step.admit(of(['https://a.example/cb'], [])).target).toMatchObject({
      redirectUri: 'https://a.example/cb',
      redirectUriSent: false,
    });
  });

  it.each([
    ['of several', ['https://a.example/cb', 'https://b.example/cb'], []],
    ['of none', [], []],
    ['with openid', ['https://a.example/cb'], [['scope', 'profile openid']]],
  ] as [string, string[], RawParameters][])('req 7: has it named %s', async (_what, uris, raw) => {
    expect(await errorOf(step, of(uris, raw))).toBe('invalid_request');
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', 'http://a.example/cb'])(
    'req 3: does not use %s though it is registered',
    async (uri) => {
      expect(await errorOf(step, of([uri], [['redirect_uri', uri]]))).toBe('invalid_request');
    },
  );

  it.each([
    ['req 4', 'a private-use scheme without a dot', 'myapp:/cb'],
    ['req 5', 'a fragment', 'https://a.example/cb#x'],
    ['req 5', 'an empty fragment', 'https://a.example/cb#'],
    ['req 8', 'a code in its query', 'https://a.example/cb?code=x'],
    ['req 8', 'an issuer in its query', 'https://a.example/cb?iss=x'],
  ])('%s: does not use one with %s though it is registered', async (_no, _what, uri) => {
    expect(await errorOf(step, of([uri], [['redirect_uri', uri]]))).toBe('invalid_request');
  });

  it('takes a private-use scheme with a dot, and the port of a loopback address that was asked for', () => {
    for (const uri of ['com.example.app:/cb', 'http://127.0.0.1:5000/cb']) {
      const begun = of(['com.example.app:/cb', 'http://127.0.0.1/cb'], [['redirect_uri', uri]]);
      expect(step.admit(begun).target?.redirectUri).toBe(uri);
    }
  });

  it('keeps the state, and none of two', () => {
    const uri: [string, string] = ['redirect_uri', 'https://a.example/cb'];
    const target = (raw: RawParameters) => step.admit(of(['https://a.example/cb'], [uri, ...raw])).target;
    expect(target([['state', 'x']])?.state).toBe('x');
    expect(target([['state', '']])?.state).toBeNull();
    expect(
      target([
        ['state', 'x'],
        ['state', 'y'],
      ])?.state,
    ).toBeNull();
  });
});
