import { applyDecorators, HttpCode, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { NoStore } from '../../../http/no-store.decorator.js';
import { routeTraits } from '../../../http/route-config.js';
import { realmsApiShape } from './realms-api.errors.js';
import { RealmsApiGuard } from './realms-api.guard.js';

/** Where clients of the original look for it. There is one place: the API is about many realms and belongs to none. */
export const REALMS_API_PATH = 'controlpanel/api/realms';

const refusal = (status: number, description: string, example: string): MethodDecorator & ClassDecorator =>
  ApiResponse({ status, description, content: { 'text/plain': { schema: { type: 'string' }, example } } });

/** A controller of the API: guarded, never cached, refusing in plain text, and documented with what all have in common. */
export const RealmsApi = (): ClassDecorator =>
  applyDecorators(
    UseGuards(RealmsApiGuard),
    NoStore(),
    routeTraits({ errors: realmsApiShape }),
    ApiTags('Dialect: onesait'),
    ApiBearerAuth(),
    refusal(400, 'A member is missing or not valid.', "Not 'name' field provided"),
    ApiResponse({
      status: 401,
      description: 'No token, or one that is not live, or not meant for this server.',
      schema: { type: 'object', example: { error: 'Incorrect or Expired Authorization Header' } },
    }),
    refusal(403, 'The subject of the token does not manage the realm.', 'User "alice" not authorized'),
  );

/** What a handler takes and answers, by example. Bodies are read by the mappers and not from a DTO. */
export interface Exchange {
  readonly summary: string;
  readonly body?: unknown;
  readonly status?: 200 | 201;
  /** Absent for an empty body. */
  readonly answer?: unknown;
  /** Refusals beside those of every handler, by status. */
  readonly refusals?: Readonly<Record<number, string>>;
}

export const Exchanges = ({ summary, body, status = 200, answer, refusals = {} }: Exchange): MethodDecorator =>
  applyDecorators(
    HttpCode(status),
    ApiOperation({ summary }),
    ...(body === undefined ? [] : [ApiBody({ schema: schemaOf(body) })]),
    ApiResponse({ status, description: summary, ...(answer === undefined ? {} : { schema: schemaOf(answer) }) }),
    ...Object.entries(refusals).map(([code, text]) => refusal(Number(code), text, text)),
  );

const schemaOf = (
  example: unknown,
): { type: 'array'; items: object; example: unknown } | { type: 'object'; example: unknown } =>
  Array.isArray(example) ? { type: 'array', items: {}, example } : { type: 'object', example };
