import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';

export interface ProviderAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it stands, anything else as JSON. */
  readonly body?: unknown;
}

/** What goes wrong with a call. `answer` comes in the place of any work, `late` and `drip` after it. */
export type Fault =
  | ({ readonly kind: 'answer' } & ProviderAnswer)
  /** The work is done, such as a refresh token replaced, and then nobody is told. */
  | { readonly kind: 'drop' }
  /** The connection ends before anything is done. */
  | { readonly kind: 'reset' }
  /** The work is done at once, and told so many milliseconds later. */
  | { readonly kind: 'late'; readonly ms: number }
  /** The work is done when that has come to pass. */
  | { readonly kind: 'held'; readonly until: Promise<unknown> }
  /** The answer comes byte by byte, one in so many milliseconds. */
  | { readonly kind: 'drip'; readonly ms: number };

const failing = (status: number, error: string, headers?: Record<string, string>): Fault => ({
  kind: 'answer',
  status,
  headers,
  body: { error, error_description: `The provider says ${error}.` },
});

/** Those that tests ask for again and again. */
export const FAULTS = {
  invalidClient: failing(401, 'invalid_client'),
  invalidGrant: failing(400, 'invalid_grant'),
  okWithError: failing(200, 'invalid_grant'),
  tooMany: failing(429, 'slow_down', { 'retry-after': '7' }),
  down: { kind: 'answer', status: 503, body: 'Back soon.' },
  page: { kind: 'answer', status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Hello</h1>' },
  empty: { kind: 'answer', status: 200, body: {} },
  toMetadataService: {
    kind: 'answer',
    status: 307,
    headers: { location: 'http://169.254.169.254/latest/meta-data/' },
  },
  dropped: { kind: 'drop' },
  reset: { kind: 'reset' },
} as const satisfies Record<string, Fault>;

/** Encoded like a form, as some token endpoints answer. */
export function asForm(answer: Readonly<Record<string, unknown>>): Pick<ProviderAnswer, 'headers' | 'body'> {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(answer)) form.set(name, String(value));
  return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form.toString() };
}

const JSON_TYPE = 'application/json';

/** Carries out the work of an endpoint and tells of it, with what goes wrong on the way. */
export async function answerWith(
  reply: FastifyReply,
  fault: Fault | undefined,
  work: () => ProviderAnswer,
): Promise<void> {
  if (fault?.kind === 'reset') return hangUp(reply);
  if (fault?.kind === 'answer') return tell(reply, fault);
  if (fault?.kind === 'held') await fault.until;
  const answer = work();
  if (fault?.kind === 'drop') return hangUp(reply);
  if (fault?.kind === 'drip') return drip(reply, answer, fault.ms);
  if (fault?.kind === 'late') await wait(fault.ms);
  tell(reply, answer);
}

function hangUp(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.socket?.destroy();
}

function tell(reply: FastifyReply, answer: ProviderAnswer): void {
  void reply.code(answer.status).headers(headersOf(answer)).send(textOf(answer));
}

async function drip(reply: FastifyReply, answer: ProviderAnswer, ms: number): Promise<void> {
  reply.hijack();
  reply.raw.writeHead(answer.status, headersOf(answer));
  for (const character of textOf(answer)) {
    if (reply.raw.destroyed) return;
    reply.raw.write(character);
    await wait(ms);
  }
  reply.raw.end();
}

const headersOf = ({ headers, body }: ProviderAnswer): Record<string, string> => ({
  ...(body !== undefined && { 'content-type': typeof body === 'string' ? 'text/plain' : JSON_TYPE }),
  ...headers,
});

const textOf = ({ body = '' }: ProviderAnswer): string => (typeof body === 'string' ? body : JSON.stringify(body));
