import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';

/*
 * What the API reference says of GoodBridge's endpoints. Their parameters are read from the raw request and not from a
 * DTO, so that they are told here.
 */

const refusal = (status: number, description: string, error: string): MethodDecorator => {
  const example = { error, error_description: 'What was wrong.', detail: 'What was wrong.' };
  return ApiResponse({ status, description, schema: { type: 'object', example } });
};

const endpoint = (summary: string, example: object): MethodDecorator =>
  applyDecorators(
    ApiTags('Dialect: GoodBridge'),
    ApiOperation({ summary }),
    ApiOkResponse({ schema: { type: 'object', example } }),
    refusal(400, 'A parameter is missing or not valid.', 'invalid_request'),
    refusal(404, 'There is no such realm, or it is disabled.', 'invalid_request'),
    refusal(503, 'The server cannot answer at the moment; see `Retry-After`.', 'temporarily_unavailable'),
  );

const open = (summary: string, example: object): MethodDecorator =>
  applyDecorators(
    endpoint(summary, example),
    refusal(429, 'Too many requests from this address; see `Retry-After`.', 'temporarily_unavailable'),
  );

const text = (description: string) => ({ type: 'string', description });

const BODY = {
  type: 'object',
  required: ['grant_type'],
  properties: {
    grant_type: text('`client_credentials`, or `refresh` (`refresh_token` is taken for it).'),
    client_id: text('With `client_credentials`.'),
    client_secret: text('With `client_credentials`.'),
    refresh_token: text('With `refresh`.'),
  },
};

const EXAMPLES = {
  client_credentials: {
    value: {
      grant_type: 'client_credentials',
      client_id: 'demo-app',
      client_secret: 'demo-app-secret-for-trying-out',
    },
  },
  refresh: { value: { grant_type: 'refresh', refresh_token: 'rgr_...' } },
};

export const TokenDocs = (): MethodDecorator =>
  applyDecorators(
    endpoint('A pair of tokens for a client, or the next pair for a refresh token', {
      access_token: 'eyJ...',
      refresh_token: 'rgr_...',
      access_expires_at: '2024-03-30T15:54:00+00:00',
      refresh_expires_at: '2024-04-29T14:54:00+00:00',
      token_type: 'bearer',
    }),
    ApiConsumes('application/json', 'application/x-www-form-urlencoded'),
    ApiBody({ schema: BODY, examples: EXAMPLES }),
    refusal(401, 'Id or secret are wrong, or the refresh token is not good any more.', 'invalid_grant'),
  );

export const RevokeDocs = (): MethodDecorator =>
  applyDecorators(
    open('Ends an access token, or a refresh token with everything that came of it', {}),
    ApiQuery({ name: 'token', required: true }),
    ApiQuery({ name: 'token_type_hint', required: false, description: '`access` or `refresh`; without effect.' }),
  );

export const IntrospectDocs = (): MethodDecorator =>
  applyDecorators(
    open('Whether an access token is alive', { is_active: true, client_id: 'demo-app', expires_at: 1711814040.0 }),
    ApiQuery({ name: 'access_token', required: true }),
  );
