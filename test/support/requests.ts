export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed; empty for a body that is no JSON object. */
  readonly body: Record<string, unknown>;
}

export type Form = Record<string, string> | readonly (readonly [string, string])[];

export interface Credentials {
  readonly clientId: string;
  readonly secret: string;
}

/** `Authorization: Basic`, as curl sends it: neither the id nor the secret is form-encoded. */
export const basic = ({ clientId, secret }: Credentials): { authorization: string } => ({
  authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
});

export const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });

export async function request(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) };
}

export const postForm = (url: string, form: Form, headers: Record<string, string> = {}): Promise<Answer> =>
  request(url, { method: 'POST', body: new URLSearchParams(form as Record<string, string>), headers });

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
