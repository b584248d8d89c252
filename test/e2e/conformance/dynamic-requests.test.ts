import type { JWTPayload } from 'jose';
import { Clock } from '../../../src/kernel/clock.js';
import { KeysService } from '../../../src/keys/keys.service.js';
import { aClientKey, assertionClaims, assertionForm, signedWith, unsigned } from '../../support/assertions.js';
import { departureOf, pageOf, type Arrival } from '../../support/form-browser.js';
import type { OidcParty } from '../../support/oidc-party.js';
import { postForm, request, type Answer } from '../../support/requests.js';
import { CALLBACK, DynamicPlan } from './dynamic.fixtures.js';

type Fields = Record<string, string>;

describe('Dynamic OP: redirects, keys and request objects', () => {
  let plan: DynamicPlan;

  beforeAll(async () => {
    plan = await DynamicPlan.open();
  });
  afterAll(() => plan.close());

  const open = (party: OidcParty, change: Fields): Promise<Arrival> =>
    party.browser().open(party.url(party.requestOf(change)));

  it('oidcc-ensure-redirect-uri-in-authorization-request: two are registered and none is sent', async () => {
    const party = await plan.party({ redirect_uris: [CALLBACK, 'https://rp.example.com/other'] });
    expect(pageOf(await open(party, { redirect_uri: '' })).status).toBe(400);
  });

  describe('a redirect URI with a query', () => {
    const registered = `${CALLBACK}?foo=bar`;
    let party: OidcParty;
    beforeAll(async () => {
      party = await plan.party({ redirect_uris: [registered] });
    });

    it('oidcc-redirect-uri-query-OK: is kept', async () => {
      const arrival = await party.browser().signIn(party.url(party.requestOf()), plan.user);
      const { searchParams } = departureOf(arrival).url;
      expect([searchParams.get('foo'), searchParams.has('code')]).toEqual(['bar', true]);
      expect((await party.redeem(searchParams.get('code'))).status).toBe(200);
    });

    it('oidcc-redirect-uri-query-mismatch: another one is shown an error', async () => {
      expect(pageOf(await open(party, { redirect_uri: `${CALLBACK}?foo=other` })).status).toBe(400);
    });

    it('oidcc-redirect-uri-query-added: a longer one too', async () => {
      expect(pageOf(await open(party, { redirect_uri: `${registered}&bar=foo` })).status).toBe(400);
    });
  });

  it('oidcc-redirect-uri-regfrag: one with a fragment is not registered', async () => {
    const { status, body } = await plan.registering.register({ redirect_uris: [`${CALLBACK}#fragment`] });
    expect([status, body['error']]).toEqual([400, 'invalid_redirect_uri']);
  });

  it('oidcc-server-rotate-keys: a new key appears, and the old ones are still served', async () => {
    const party = await plan.party();
    const kids = async (): Promise<string[]> => {
      const { body } = await request(party.oauth.url('jwks'));
      return (body['keys'] as { kid: string }[]).map(({ kid }) => kid);
    };
    const before = await kids();
    const { tokens, idToken } = await party.signIn(plan.user);
    plan.server.advance(120);
    await plan.server.get(KeysService).rotate(plan.realm);
    const after = await kids();
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after.length).toBeGreaterThan(before.length);
    expect((await party.verify(tokens, String(idToken['nonce']))).sub).toBe(idToken.sub);
    await party.signIn(plan.user);
  });

  describe('a client that proves itself by a key', () => {
    const redeemBy = async (party: OidcParty, assertion: string, form: Fields): Promise<Answer> =>
      postForm(party.oauth.url('oauth/token'), { ...form, ...assertionForm(assertion) });
    const codeFor = async (party: OidcParty, change: Fields = {}): Promise<Fields> => {
      const arrival = await party.browser().signIn(party.url(party.requestOf(change)), plan.user);
      const code = departureOf(arrival).url.searchParams.get('code') ?? '';
      return { grant_type: 'authorization_code', code, redirect_uri: party.redirectUri };
    };
    /** By the time of the server. */
    const claims = ({ client, issuer }: OidcParty, audience = issuer): Record<string, unknown> => {
      const now = Math.floor(plan.server.get(Clock).now() / 1000);
      return assertionClaims(client.clientId, audience, { iat: now, exp: now + 60 });
    };
    const byKey = { token_endpoint_auth_method: 'private_key_jwt' };

    it('oidcc-registration-jwks-uri: its keys are read from there', async () => {
      const key = aClientKey('RS256');
      const party = await plan.party({ ...byKey, jwks_uri: plan.publish('/jwks', { keys: [key.jwk] }) });
      const assertion = signedWith(key, claims(party, party.oauth.url('oauth/token')));
      const { status, body } = await redeemBy(party, assertion, await codeFor(party, { nonce: 'n' }));
      expect(status).toBe(200);
      await party.verify(body, 'n');
    });

    it('oidcc-ensure-client-assertion-with-iss-aud-succeeds: the issuer as its audience', async () => {
      const key = aClientKey('RS256');
      const party = await plan.party({ ...byKey, jwks: { keys: [key.jwk] } });
      const assertion = signedWith(key, claims(party));
      expect((await redeemBy(party, assertion, await codeFor(party))).status).toBe(200);
    });

    it('oidcc-refresh-token-rp-key-rotation: a minute after the client has changed its keys', async () => {
      const [old, fresh] = [aClientKey('RS256'), aClientKey('RS256')];
      const party = await plan.party({ ...byKey, jwks_uri: plan.publish('/rotating', { keys: [old.jwk] }) });
      const first = await redeemBy(
        party,
        signedWith(old, claims(party)),
        await codeFor(party, { scope: 'openid offline_access', prompt: 'consent' }),
      );
      expect(first.status).toBe(200);
      plan.publish('/rotating', { keys: [fresh.jwk] });
      plan.server.advance(60);
      const form = { grant_type: 'refresh_token', refresh_token: String(first.body['refresh_token']) };
      expect((await redeemBy(party, signedWith(fresh, claims(party)), form)).status).toBe(200);
    });
  });

  describe('a request object', () => {
    const beside = ({ client }: OidcParty): Fields => ({
      client_id: client.clientId,
      response_type: 'code',
      scope: 'openid',
    });
    const signInWith = async (party: OidcParty, inside: Fields, object: Fields): Promise<JWTPayload> => {
      const arrival = await party.browser().signIn(party.url({ ...beside(party), ...object }), plan.user);
      return (await party.complete(arrival, inside)).idToken;
    };

    it('oidcc-request-uri-unsigned: by reference', async () => {
      const party = await plan.party({ request_uris: [`${plan.site.origin}/unsigned`] });
      const inside = party.requestOf();
      const uri = plan.publish('/unsigned', unsigned(inside));
      expect((await signInWith(party, inside, { request_uri: uri })).sub).toBe(plan.user.id);
    });

    it('oidcc-request-uri-signed-rs256: by reference, signed by a key of the client', async () => {
      const key = aClientKey('RS256');
      const metadata = { request_object_signing_alg: 'RS256', jwks: { keys: [key.jwk] } };
      const party = await plan.party({ ...metadata, request_uris: [`${plan.site.origin}/signed`] });
      const inside = party.requestOf();
      const claims = { ...inside, iss: party.client.clientId, aud: party.issuer };
      const uri = plan.publish('/signed', signedWith(key, claims));
      expect((await signInWith(party, inside, { request_uri: uri })).sub).toBe(plan.user.id);
    });

    it('oidcc-ensure-request-object-with-redirect-uri: the one inside counts', async () => {
      const party = await plan.party({ redirect_uris: [CALLBACK, 'https://rp.example.com/other'] });
      const inside = party.requestOf();
      const outside = { redirect_uri: 'https://rp.example.com/other', request: unsigned(inside) };
      const arrival = await party.browser().signIn(party.url({ ...beside(party), ...outside }), plan.user);
      expect(departureOf(arrival).url.href.split('?')[0]).toBe(CALLBACK);
      await party.complete(arrival, inside);
    });
  });

  it('oidcc-refresh-token: works, for its own client alone', async () => {
    const [party, other] = [await plan.party(), await plan.party()];
    const { tokens, idToken } = await party.signIn(plan.user, { scope: 'openid offline_access', prompt: 'consent' });
    const { status, body } = await party.refresh(tokens);
    expect(status).toBe(200);
    expect(await party.verify(body, undefined)).toMatchObject({ sub: idToken.sub, iss: idToken.iss, aud: idToken.aud });
    const stolen = await other.refresh(body);
    expect([stolen.status, stolen.body['error']]).toEqual([400, 'invalid_grant']);
  });
});
