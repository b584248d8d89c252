import { GRANT_TYPES, type GrantType } from '../../protocol/names.js';
import { CommandFailure } from '../failure.js';

const DEADLINE = 30_000;

export interface TokenRequest {
  /** Where the server is reached: its PUBLIC_URL. */
  readonly url: string;
  readonly realm: string;
  readonly grant: string;
  readonly client: string;
  readonly secret?: string;
  readonly username?: string;
  readonly password?: string;
  readonly refreshToken?: string;
  readonly scope?: string;
  readonly resource?: readonly string[];
}

/** The flows that need no browser, and what each asks for besides the client. */
const NEEDED: Partial<Record<GrantType, readonly (keyof TokenRequest)[]>> = {
  [GRANT_TYPES.clientCredentials]: [],
  [GRANT_TYPES.password]: ['username', 'password'],
  [GRANT_TYPES.refreshToken]: ['refreshToken'],
};

/** How they are best given. */
const OPTION: Partial<Record<keyof TokenRequest, string>> = {
  username: '--username',
  password: '--password-file',
  refreshToken: '--refresh-token-file',
};

export const RUNNABLE_GRANTS = Object.keys(NEEDED);

/**
 * Runs one request to the token endpoint of a server (RFC 6749 section 3.2).
 *
 * @throws CommandFailure with the refusal of the server in a line
 */
export async function requestToken(request: TokenRequest): Promise<Record<string, unknown>> {
  refuseIncomplete(request);
  const endpoint = `${request.url.replace(/\/+$/, '')}/realms/${encodeURIComponent(request.realm)}/oauth/token`;
  const response = await send(endpoint, request);
  const text = await response.text();
  const body = parse(text);
  if (!response.ok || !body) throw new CommandFailure(refusal(endpoint, response.status, body));
  return body;
}

function refuseIncomplete(request: TokenRequest): void {
  const needed = NEEDED[request.grant as GrantType];
  if (!needed) throw new CommandFailure(`--grant is one of: ${RUNNABLE_GRANTS.join(', ')}.`);
  const missing = needed.filter((name) => request[name] === undefined);
  const options = missing.map((name) => OPTION[name] ?? name);
  if (missing.length > 0) throw new CommandFailure(`The grant ${request.grant} needs ${options.join(' and ')}.`);
}

async function send(endpoint: string, request: TokenRequest): Promise<Response> {
  const { client, secret } = request;
  const headers: Record<string, string> = secret === undefined ? {} : { authorization: basic(client, secret) };
  try {
    const signal = AbortSignal.timeout(DEADLINE);
    return await fetch(endpoint, { method: 'POST', headers, body: formOf(request), redirect: 'error', signal });
  } catch (cause) {
    throw new CommandFailure(`No answer from ${endpoint}. Is the server running, and --url right?`, { cause });
  }
}

function formOf(request: TokenRequest): URLSearchParams {
  const fields = {
    grant_type: request.grant,
    client_id: request.secret === undefined ? request.client : undefined,
    username: request.username,
    password: request.password,
    refresh_token: request.refreshToken,
    scope: request.scope,
  };
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.set(name, value);
  for (const resource of request.resource ?? []) form.append('resource', resource);
  return form;
}

/** RFC 6749 section 2.3.1: both are form-encoded first. */
function basic(client: string, secret: string): string {
  const encode = (text: string): string => new URLSearchParams({ _: text }).toString().slice('_='.length);
  return `Basic ${Buffer.from(`${encode(client)}:${encode(secret)}`).toString('base64')}`;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function refusal(endpoint: string, status: number, body: Record<string, unknown> | null): string {
  const words = [body?.error ?? body?.title, body?.error_description ?? body?.detail].filter(
    (word) => word !== undefined,
  );
  return words.length > 0 ? `${status} ${words.join(': ')}` : `${endpoint} answered ${status}.`;
}
