/** The part of the package that the tests use: its own types import without extensions, which NodeNext does not resolve. */
declare module '@openid/appauth' {
  class AuthorizationServiceConfiguration {
    readonly userInfoEndpoint?: string;
    static fetchFromIssuer(issuer: string, requestor: Requestor): Promise<AuthorizationServiceConfiguration>;
  }
  abstract class Requestor {
    abstract xhr<T>(settings: object): Promise<T>;
  }
  interface Fields {
    client_id: string;
    redirect_uri: string;
    extras?: Record<string, string>;
  }
  class AuthorizationRequest {
    readonly internal?: Record<string, string>;
    constructor(request: Fields & { scope: string; response_type: string }, crypto: object);
  }
  interface AuthorizationResponse {
    readonly code: string;
  }
  type Listener = (
    request: AuthorizationRequest,
    response: AuthorizationResponse | null,
    error: { error: string } | null,
  ) => void;
  class AuthorizationNotifier {
    setAuthorizationListener(listener: Listener): void;
  }
  class TokenRequest {
    constructor(request: Fields & { grant_type: string; code: string });
  }
  interface TokenResponse {
    readonly accessToken: string;
    readonly idToken?: string;
  }
  class BaseTokenRequestHandler {
    constructor(requestor: Requestor);
    performTokenRequest(at: AuthorizationServiceConfiguration, request: TokenRequest): Promise<TokenResponse>;
  }
}

declare module '@openid/appauth/built/src/node_support/index.js' {
  import type {
    AuthorizationNotifier,
    AuthorizationRequest,
    AuthorizationServiceConfiguration,
    Requestor,
  } from '@openid/appauth';

  class NodeBasedHandler {
    constructor(port: number);
    setAuthorizationNotifier(notifier: AuthorizationNotifier): this;
    performAuthorizationRequest(at: AuthorizationServiceConfiguration, request: AuthorizationRequest): void;
  }
  class NodeRequestor extends Requestor {
    xhr<T>(settings: object): Promise<T>;
  }
  class NodeCrypto {}
}
