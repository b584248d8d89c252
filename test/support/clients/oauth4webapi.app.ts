import * as oauth from 'oauth4webapi';
import type { ApplicationMaker } from './sign-in-app.js';

const insecure = { [oauth.allowInsecureRequests]: true };

/** Step by step, with the signature of the ID token verified too. */
export const withOauth4webapi: ApplicationMaker = async (issuer, { clientId, secret }, redirectUri) => {
  const at = new URL(issuer);
  const as = await oauth.processDiscoveryResponse(at, await oauth.discoveryRequest(at, insecure));
  const client: oauth.Client = { client_id: clientId };
  const verifier = oauth.generateRandomCodeVerifier();
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];

  const begin = async (): Promise<URL> => {
    const url = new URL(as.authorization_endpoint ?? '');
    const pkce = { code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' };
    const request = { client_id: clientId, redirect_uri: redirectUri, response_type: 'code', state, nonce, ...pkce };
    url.search = new URLSearchParams({ ...request, scope: 'openid profile email' }).toString();
    return url;
  };
  const redeem = async (url: URL): Promise<oauth.TokenEndpointResponse> => {
    const parameters = oauth.validateAuthResponse(as, client, url, state);
    const authentication = oauth.ClientSecretPost(secret);
    const response = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      authentication,
      parameters,
      redirectUri,
      verifier,
      insecure,
    );
    const checks = { expectedNonce: nonce, requireIdToken: true };
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, checks);
    await oauth.validateApplicationLevelSignature(as, response, insecure);
    return tokens;
  };
  return async (url) => {
    if (url.pathname === '/') return begin();
    const tokens = await redeem(url);
    const subject = oauth.getValidatedIdTokenClaims(tokens)?.sub ?? '';
    const answer = await oauth.userInfoRequest(as, client, tokens.access_token, insecure);
    const { sub, name, email } = await oauth.processUserInfoResponse(as, client, subject, answer);
    return { sub, name, email };
  };
};
