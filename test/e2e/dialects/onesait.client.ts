import { basic, postForm, request, type Answer } from '../../support/requests.js';

export interface OnesaitPair {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
  readonly jti: string;
}

interface Login {
  readonly username: string;
  readonly password: string;
}

/** What clients of onesait do: a realm's name and key as Basic, forms, and the paths of its OAuth server. */
export class OnesaitClient {
  constructor(
    private readonly base: string,
    readonly realm: string,
    private readonly key: string,
  ) {}

  token(form: Record<string, string>): Promise<Answer> {
    return this.post('oauth/token', form);
  }

  login({ username, password }: Login, form: Record<string, string> = {}): Promise<Answer> {
    return this.token({ grant_type: 'password', username, password, scope: 'openid', ...form });
  }

  async pair(user: Login, form: Record<string, string> = {}): Promise<OnesaitPair> {
    return pairOf(await this.login(user, form));
  }

  refresh(refreshToken: string, form: Record<string, string> = {}): Promise<Answer> {
    return this.token({ grant_type: 'refresh_token', refresh_token: refreshToken, ...form });
  }

  check(token: string): Promise<Answer> {
    const query = new URLSearchParams({ token }).toString();
    return request(`${this.base}/oauth-server/oauth/check_token?${query}`, { headers: this.headers });
  }

  async isLive(token: string): Promise<boolean> {
    const { status, body } = await this.check(token);
    return status === 200 && body['active'] === true;
  }

  platformCheck(token: string): Promise<Answer> {
    return this.post('openplatform-oauth/check_token', { token });
  }

  revoke(token: string): Promise<Answer> {
    return this.post('openplatform-oauth/revoke_token', { token });
  }

  private post(path: string, form: Record<string, string>): Promise<Answer> {
    return postForm(`${this.base}/oauth-server/${path}`, form, this.headers);
  }

  private get headers(): { authorization: string } {
    return basic({ clientId: this.realm, secret: this.key });
  }
}

/** @throws Error for a refusal. */
export function pairOf({ status, text, body }: Answer): OnesaitPair {
  if (status !== 200) throw new Error(`${status}: ${text}`);
  return body as unknown as OnesaitPair;
}
