import { hmacSha256 } from '../../kernel/digest.js';

const PREFIX = 'whsec_';

/** The form in which receivers' libraries take a secret. */
export const writtenSecret = (key: Uint8Array): string => PREFIX + Buffer.from(key).toString('base64');

/**
 * The headers by which a receiver tells that a message is this server's, is new, and has come before (Standard Webhooks).
 *
 * @param id the same for every attempt
 * @param seconds of this attempt
 */
export function signedHeaders(secret: string, id: string, seconds: number, body: string): Record<string, string> {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const signature = hmacSha256(key, `${id}.${seconds}.${body}`).toString('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${signature}` };
}
