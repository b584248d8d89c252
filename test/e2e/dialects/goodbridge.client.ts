import { request, type Answer } from '../../support/requests.js';

/** A pair as GoodBridge's documentation names its members. */
export interface Pair {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly access_expires_at: string;
  readonly refresh_expires_at: string;
  readonly token_type: string;
}

/** A client of GoodBridge's authorization server, written as its documentation tells, with nothing but `fetch`. */
export class GoodbridgeClient {
  constructor(
    private readonly url: string,
    private readonly credentials: { readonly clientId: string; readonly secret: string },
  ) {}

  getToken(): Promise<Answer> {
    const { clientId: client_id, secret: client_secret } = this.credentials;
    return this.post({ grant_type: 'client_credentials', client_id, client_secret });
  }

  refresh(refresh_token: string): Promise<Answer> {
    return this.post({ grant_type: 'refresh', refresh_token });
  }

  introspect(access_token: string): Promise<Answer> {
    return request(`${this.url}/oauth/introspect?${new URLSearchParams({ access_token })}`);
  }

  revoke(token: string, token_type_hint: 'access' | 'refresh'): Promise<Answer> {
    return request(`${this.url}/oauth/revoke?${new URLSearchParams({ token, token_type_hint })}`, { method: 'DELETE' });
  }

  /** A first pair. @throws Error when it is refused. */
  async pair(): Promise<Pair> {
    return pairOf(await this.getToken());
  }

  async isActive(accessToken: string): Promise<boolean> {
    return (await this.introspect(accessToken)).body['is_active'] === true;
  }

  private post(body: Record<string, string>): Promise<Answer> {
    return request(`${this.url}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
}

export function pairOf({ status, text, body }: Answer): Pair {
  if (status !== 200) throw new Error(`No pair, but ${status}: ${text}`);
  return body as unknown as Pair;
}
