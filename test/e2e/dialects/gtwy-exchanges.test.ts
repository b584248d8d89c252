import { readFileSync } from 'node:fs';
import { request, type Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { GtwyCalls, Organisation, raw } from './gtwy-support.js';

interface Exchange {
  readonly name: string;
  readonly request: { method: string; path: string; as?: 'manager' | 'user' | 'client'; body?: unknown; text?: string };
  readonly answer: { readonly status: number; readonly body: unknown };
}

const EXCHANGES = JSON.parse(
  readFileSync(new URL('../../../src/dialects/gtwy/fixtures/exchanges.json', import.meta.url), 'utf8'),
) as readonly Exchange[];

const NAME = 'gtwy-org';

let server: TestServer;
let org: Organisation;
let manager: string;
let user: string;

beforeAll(async () => {
  server = await startServer({ settings: { DIALECT_GTWY_REALM: NAME } });
  org = await Organisation.create(server, { name: NAME });
  manager = (await org.tokensOf(org.manager)).access;
  user = (await org.tokensOf(org.user)).access;
});
afterAll(() => server.close());

describe.each(['/gtwy', `/realms/${NAME}/dialects/gtwy`])('the exchanges of clients at %s', (place) => {
  let placeholders: Record<string, string>;

  beforeAll(async () => {
    const { access, refresh } = await org.verified();
    placeholders = {
      '<saved client>': 'saved',
      '<foreign client>': org.foreign.clientId,
      '<refresh token>': refresh,
      '<access token>': access,
      '<foreign refresh token>': (await org.tokensOf(org.user)).refresh,
    };
  });

  const filled = (text: string): string =>
    Object.entries(placeholders).reduce((all, [name, value]) => all.replaceAll(name, value), text);
  /** The values that nobody can know beforehand, by the form that they must have. */
  const named = (text: string): string =>
    text
      .replace(/(?<="auth_token":")[a-zA-Z0-9]{14}(?=")/, '<auth_token>')
      .replace(/(?<="access_token":")[\w.-]{40,}(?=")/, '<access_token>')
      .replace(/(?<="refresh_token":")rgr_[\w-]{51}(?=")/, '<refresh_token>');

  async function send({ method, path, as, body, text }: Exchange['request']): Promise<Answer> {
    const token = as === 'client' ? await org.clientToken() : as === 'manager' ? manager : user;
    const content = text ?? (body === undefined ? undefined : filled(JSON.stringify(body)));
    return request(`${server.url}${place}${path && '/'}${path}`, {
      method,
      ...(content !== undefined && { body: content }),
      headers: { ...(as && raw(token)), ...(content !== undefined && { 'content-type': 'application/json' }) },
    });
  }

  it.each(EXCHANGES.map((exchange) => [exchange.name, exchange] as const))('%s', async (_, exchange) => {
    const { status, headers, text } = await send(exchange.request);
    expect(`${status} ${named(text)}`).toBe(`${exchange.answer.status} ${JSON.stringify(exchange.answer.body)}`);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    const isUnauthorized = named(text) === '{"message":"unauthorized user"}';
    expect(headers.get('www-authenticate')).toBe(isUnauthorized ? `Bearer realm="${NAME}"` : null);
  });

  it('takes the root with a slash at its end too', async () => {
    const { status, text } = await new GtwyCalls(server.url + place).post('/', {}, raw(manager));
    expect([status, text]).toEqual([400, expect.stringContaining('Failed to save auth token: auth validation failed')]);
  });
});
