/* global fetch, AbortSignal */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { URLSearchParams } from 'node:url';

/** The value of an `Authorization` header by which a client tells who it is. */
export const basic = (id, secret) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

/** A form body. */
export const form = (fields) => new URLSearchParams(fields).toString();

const VERIFIER = 'verifier-of-the-benchmark-which-is-long-enough';

/** What every code of the benchmark is bound to (RFC 7636, S256). */
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

/** The part of a target that redeems codes: what precedes the code in the body. */
export const codeRequest = (redirectUri) => ({
  refresh: `${form({ grant_type: 'authorization_code', redirect_uri: redirectUri, code_verifier: VERIFIER })}&code=`,
  once: true,
});

/**
 * Posts a form or JSON and answers with the parsed JSON.
 *
 * @param {string} url
 * @param {string} authorization empty: none is sent
 * @param {string | object} body text is sent as a form, an object as JSON
 * @returns {Promise<any>}
 */
export async function post(url, authorization, body) {
  const isForm = typeof body === 'string';
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      ...(authorization && { authorization }),
      'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
    },
    body: isForm ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${url} answered ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}
