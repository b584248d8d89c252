/** The part of the package that the tests use; it brings no types. */
declare module 'simple-oauth2' {
  interface Configuration {
    client: { id: string; secret: string };
    auth: { tokenHost: string; tokenPath: string; revokePath: string };
    options: { authorizationMethod: 'header' | 'body' };
  }

  interface AccessToken {
    readonly token: Record<string, unknown>;
    refresh(): Promise<AccessToken>;
    revokeAll(): Promise<void>;
  }

  type Parameters = Record<string, string | string[]>;

  class ClientCredentials {
    constructor(configuration: Configuration);
    getToken(parameters: Parameters): Promise<AccessToken>;
  }

  class ResourceOwnerPassword {
    constructor(configuration: Configuration);
    getToken(parameters: Parameters): Promise<AccessToken>;
  }
}
