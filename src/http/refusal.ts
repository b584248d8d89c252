import { HttpException } from '@nestjs/common';
import { isStorageFault } from '../database/storage-fault.js';
import { CONNECTION_ERROR_STATUS, type ConnectionErrorCode } from '../kernel/connection-error.js';
import { DomainError, type DomainErrorCode } from '../kernel/domain-error.js';
import { OAuthError, type OAuthErrorCode } from '../protocol/oauth-error.js';
import { BodyError } from './body-error.js';
import type { Refusal } from './error-shape.js';

type OwnCode = Exclude<DomainErrorCode, ConnectionErrorCode>;

const DOMAIN: Record<OwnCode, { status: number; oauth: OAuthErrorCode }> = {
  invalid: { status: 400, oauth: 'invalid_request' },
  unauthenticated: { status: 401, oauth: 'invalid_token' },
  forbidden: { status: 403, oauth: 'access_denied' },
  not_found: { status: 404, oauth: 'invalid_request' },
  conflict: { status: 409, oauth: 'invalid_request' },
  stale: { status: 412, oauth: 'invalid_request' },
  too_many: { status: 429, oauth: 'temporarily_unavailable' },
  unavailable: { status: 503, oauth: 'temporarily_unavailable' },
};

/** What Nest and Fastify refuse by themselves, in words that hold nothing of the request. */
const STATUS_TEXT: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  401: 'The request needs credentials.',
  403: 'The request is not allowed.',
  404: 'Nothing is found at this address.',
  405: 'The method is not allowed at this address.',
  408: 'The request took too long to arrive.',
  413: 'The body of the request is too large.',
  414: 'The address of the request is too long.',
  415: 'The content type of the body is not one that is understood here.',
  431: 'The headers of the request are too large.',
};

/** Seconds after which to come again while the database does not answer. */
const STORAGE_RETRY_SECONDS = 5;

const NOTHING = { fields: [], challenges: [] } as const;

/** What may be told of an error; null for one that nobody foresaw, of which nothing may. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof OAuthError) return fromOAuth(error);
  if (error instanceof DomainError) return fromDomain(error);
  if (error instanceof BodyError) return ofStatus(error.status, error.message);
  if (error instanceof HttpException) return fromHttp(error.getStatus());
  if (isStorageFault(error)) return storageRefusal();
  return null;
}

export const serverError = (): Refusal => ({
  ...NOTHING,
  status: 500,
  oauth: 'server_error',
  description: new OAuthError('server_error').description,
});

/** For what is refused before any handler: a malformed address, a request that is too slow. */
export const ofStatus = (status: number, description = STATUS_TEXT[status] ?? 'The request is refused.'): Refusal => ({
  ...NOTHING,
  status,
  oauth: 'invalid_request',
  description,
});

function fromHttp(status: number): Refusal | null {
  return status < 500 ? ofStatus(status) : null;
}

function fromOAuth(error: OAuthError): Refusal {
  const { status, code, description, challenges, retryAfter } = error;
  return { status, oauth: code, code, description, fields: [], challenges, retryAfter };
}

function fromDomain({ code, message, fields, retryAfter, extensions }: DomainError): Refusal {
  const challenges = code === 'unauthenticated' ? ['Bearer'] : [];
  return { ...meaningOf(code), code, description: message, fields, challenges, retryAfter, extensions };
}

function meaningOf(code: DomainErrorCode): { status: number; oauth: OAuthErrorCode } {
  if (!isOfConnections(code)) return DOMAIN[code];
  const status = CONNECTION_ERROR_STATUS[code];
  return { status, oauth: status >= 500 || status === 429 ? 'temporarily_unavailable' : 'invalid_request' };
}

const isOfConnections = (code: DomainErrorCode): code is ConnectionErrorCode => code in CONNECTION_ERROR_STATUS;

function storageRefusal(): Refusal {
  const { code, status, description } = new OAuthError('temporarily_unavailable');
  return { ...NOTHING, status, oauth: code, code: 'unavailable', description, retryAfter: STORAGE_RETRY_SECONDS };
}
