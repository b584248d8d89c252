/* global fetch, AbortSignal */
import { Buffer } from 'node:buffer';
import { URLSearchParams } from 'node:url';

/** The value of an `Authorization` header by which a client tells who it is. */
export const basic = (id, secret) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

/** A form body. */
export const form = (fields) => new URLSearchParams(fields).toString();

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
