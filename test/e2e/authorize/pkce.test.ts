import type { Realm } from '../../../src/realms/realm.types.js';
import { aRealm } from '../../support/builders.js';
import { responseOf } from '../../support/form-browser.js';
import { startServer, type TestServer } from '../../support/server.js';
import { aProof, Relying } from './support.js';

let server: TestServer;
let realm: Realm;
let held: Relying;
let free: Relying;
let open: Relying;
beforeAll(async () => {
  server = await startServer();
  realm = await aRealm(server);
  held = await Relying.in(server, realm);
  free = await Relying.in(server, realm, { requirePkce: false });
  open = await Relying.in(server, realm, { type: 'public' });
});
afterAll(() => server.close());

const NONE = { code_challenge: undefined, code_challenge_method: undefined };
const { challenge } = aProof();

describe('PKCE at the authorization endpoint', () => {
  it.each([
    ['req 34', 'no challenge, of a client that is held to it', () => held, NONE],
    ['req 34', 'no challenge, of a public client', () => open, NONE],
    ['req 34', 'plain', () => held, { code_challenge: challenge, code_challenge_method: 'plain' }],
    ['req 35', 'plain, for it is no lesser evil than nothing', () => free, { code_challenge_method: 'plain' }],
    ['req 35', 'no method, which means plain', () => free, { code_challenge_method: undefined }],
    ['req 35', 'a method without a challenge', () => free, { code_challenge: undefined }],
    ['req 35', 'an empty challenge with a method', () => free, { code_challenge: '' }],
    ['req 35', 'a method of another spelling', () => held, { code_challenge_method: 's256' }],
    ['req 35', 'two methods', () => held, { code_challenge_method: ['S256', 'plain'] }],
    ['req 36', 'a challenge of 42 characters', () => held, { code_challenge: challenge.slice(1) }],
    ['req 36', 'a challenge of 44 characters', () => held, { code_challenge: `${challenge}=` }],
    ['req 36', 'a challenge that is no base64url', () => held, { code_challenge: `${challenge.slice(1)}+` }],
  ])('req 34: %s: refuses %s', async (_no, _what, of, changes) => {
    expect(responseOf(await of().ask(changes))).toMatchObject({ error: 'invalid_request' });
  });
});

describe('PKCE at the token endpoint', () => {
  const rows: [string, string, () => Relying, Record<string, undefined>, Record<string, string | undefined>, number][] =
    [
      ['req 34', 'the verifier, of a confidential client', () => held, {}, {}, 200],
      ['req 34', 'the verifier, of a public client', () => open, {}, {}, 200],
      [
        'req 34',
        'neither challenge nor verifier, where neither is needed',
        () => free,
        NONE,
        { code_verifier: undefined },
        200,
      ],
      ['req 35', 'a verifier without a challenge', () => free, NONE, {}, 400],
      ['req 35', 'no verifier for a challenge', () => held, {}, { code_verifier: undefined }, 400],
      ['req 35', 'an empty verifier for a challenge', () => held, {}, { code_verifier: '' }, 400],
      ['req 35', 'no verifier for a challenge that was not needed', () => free, {}, { code_verifier: undefined }, 400],
      ['req 36', 'a verifier of one character', () => held, {}, { code_verifier: 'a' }, 400],
      ['req 36', 'a verifier of 129 characters', () => held, {}, { code_verifier: 'a'.repeat(129) }, 400],
      ['req 33', 'another verifier, of a public client', () => open, {}, { code_verifier: aProof().verifier }, 400],
    ];

  it.each(rows)('req 35: %s: answers %s', async (_no, _what, of, asked, redeemed, status) => {
    const relying = of();
    const code = await relying.code(asked);
    const answer = await relying.redeem(code, redeemed);
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.body['error']).toBe('invalid_grant');
    // Used up, well or badly.
    expect((await relying.redeem(code)).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('req 35: the challenge as the verifier, as plain would have it, is refused', async () => {
    const code = await held.code();
    expect((await held.redeem(code, { code_verifier: held.proof.challenge })).status).toBe(400);
  });

  it('req 48, 33: a code of one client is nothing to another, and stays good', async () => {
    const code = await held.code();
    for (const other of [free, open]) {
      const { body } = await held.redeem(code, {}, other.client);
      expect(body).toMatchObject({ error: 'invalid_grant' });
    }
    expect((await held.redeem(code)).status).toBe(200);
  });

  it('req 29: a second redemption ends the tokens of the first, and those refreshed from them', async () => {
    const code = await held.code();
    const { body } = await held.redeem(code);
    const refreshed = await held.oauth.refresh(held.client, body['refresh_token']);
    expect((await held.redeem(code)).body).toMatchObject({ error: 'invalid_grant' });
    for (const token of [body['access_token'], refreshed.body['access_token']])
      expect((await held.oauth.userinfo(token)).status).toBe(401);
    expect((await held.oauth.refresh(held.client, refreshed.body['refresh_token'])).status).toBe(400);
  });

  it('req 31: a code is over after a minute', async () => {
    const code = await held.code();
    server.advance(61);
    expect((await held.redeem(code)).body).toMatchObject({ error: 'invalid_grant' });
  });
});
