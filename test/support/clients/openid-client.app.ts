import * as client from 'openid-client';
import type { ApplicationMaker } from './sign-in-app.js';

/** With PKCE, state and nonce, as its documentation has it. */
export const withOpenidClient: ApplicationMaker = async (issuer, { clientId, secret }, redirectUri) => {
  const method = client.ClientSecretBasic(secret);
  const execute = [client.allowInsecureRequests];
  const config = await client.discovery(new URL(issuer), clientId, undefined, method, { execute });
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  return async (url) => {
    if (url.pathname === '/') {
      const challenge = await client.calculatePKCECodeChallenge(verifier);
      const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
      const parameters = { redirect_uri: redirectUri, scope: 'openid profile email', state, nonce, ...pkce };
      return client.buildAuthorizationUrl(config, parameters);
    }
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
    const tokens = await client.authorizationCodeGrant(config, url, checks);
    const { sub, name, email } = await client.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
    return { sub, name, email };
  };
};
