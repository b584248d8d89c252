import { ADMIN_SECRET, type ServerProcess } from '../support/server-process.js';

/** What a server said. A connection that broke before the answer is no answer: the call throws then. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: Record<string, unknown>;
}

const DEADLINE = 30_000;

/** A client of one realm that speaks the wire and nothing else. */
export class OAuthCalls {
  constructor(
    readonly server: ServerProcess,
    readonly realm: string,
    private readonly client: { id: string; secret: string },
  ) {}

  clientCredentials(): Promise<Answer> {
    return this.form('/oauth/token', { grant_type: 'client_credentials' });
  }

  password(username: string, password: string): Promise<Answer> {
    return this.form('/oauth/token', { grant_type: 'password', username, password });
  }

  refresh(token: string): Promise<Answer> {
    return this.form('/oauth/token', { grant_type: 'refresh_token', refresh_token: token });
  }

  introspect(token: string): Promise<Answer> {
    return this.form('/oauth/introspect', { token });
  }

  revoke(token: string): Promise<Answer> {
    return this.form('/oauth/revoke', { token });
  }

  async isActive(token: string): Promise<boolean> {
    const { status, body } = await this.introspect(token);
    if (status !== 200) throw new Error(`Introspection answered ${status} ${JSON.stringify(body)}`);
    return body.active === true;
  }

  get(path: string): Promise<Answer> {
    return call(this.server.issuer(this.realm) + path, {});
  }

  private form(path: string, fields: Record<string, string>): Promise<Answer> {
    return call(this.server.issuer(this.realm) + path, {
      method: 'POST',
      headers: { authorization: basic(this.client) },
      body: new URLSearchParams(fields),
    });
  }
}

/** The administrator of the server. */
export class AdminCalls {
  private constructor(
    private readonly server: ServerProcess,
    private readonly token: string,
  ) {}

  static async signIn(server: ServerProcess): Promise<AdminCalls> {
    const { body } = await call(`${server.issuer('master')}/oauth/token`, {
      method: 'POST',
      headers: { authorization: basic({ id: 'realmgate-admin', secret: ADMIN_SECRET }) },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'admin:read admin:write' }),
    });
    return new AdminCalls(server, String(body.access_token));
  }

  post(path: string, body: object): Promise<Answer> {
    return this.send('POST', path, body);
  }

  patch(path: string, body: object): Promise<Answer> {
    return this.send('PATCH', path, body);
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  private async send(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await call(`${this.server.url}/admin/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  }
}

async function call(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(DEADLINE) });
  const text = await response.text();
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}

const basic = ({ id, secret }: { id: string; secret: string }): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
