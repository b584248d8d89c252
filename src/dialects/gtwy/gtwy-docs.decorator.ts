import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiSecurity } from '@nestjs/swagger';

/* Bodies are read by the mapper and not through a DTO, so that the API reference is told here what they hold. */

type Example = Readonly<Record<string, unknown>>;

const CLIENT = { client_id: 'my-app', redirection_url: 'https://app.example.com/callback' };

const answers = (status: number, description: string, example: Example): MethodDecorator =>
  ApiResponse({ status, description, schema: { type: 'object', example } });

const failed = (status: number, message: string, description: string): MethodDecorator =>
  answers(status, description, { success: false, message });

const caller = (): MethodDecorator =>
  applyDecorators(
    ApiSecurity('bearer'),
    ApiHeader({ name: 'proxy_auth_token', required: false, description: 'The token, in place of `Authorization`.' }),
    answers(401, 'No live access token of the realm.', { message: 'unauthorized user' }),
  );

const manager = (): MethodDecorator =>
  applyDecorators(
    caller(),
    answers(403, 'The caller does not manage the realm.', {
      message: 'The subject of the token does not manage this realm.',
      data: {},
    }),
  );

function body(example: Record<string, string>): MethodDecorator {
  const properties = Object.fromEntries(Object.keys(example).map((name) => [name, { type: 'string' }]));
  return ApiBody({ schema: { type: 'object', required: Object.keys(example), properties, example } });
}

const operation = (summary: string, answer: Example): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiOkResponse({ schema: { type: 'object', example: answer } }),
    answers(404, 'There is no such realm, or it is disabled.', { message: 'The realm does not exist.', data: {} }),
    ApiResponse({ status: 503, description: 'The server cannot answer at the moment; see `Retry-After`.' }),
  );

export const AuthTokenDocs = (): MethodDecorator =>
  applyDecorators(operation('The auth token of the organisation', { auth_token: 'a1B2c3D4e5F6g7' }), manager());

export const SaveDocs = (): MethodDecorator =>
  applyDecorators(
    operation('Saves a client', { success: true, message: 'Auth token saved successfully' }),
    body(CLIENT),
    manager(),
    failed(
      400,
      'Error saving auth token: Failed to save auth token: auth validation failed: client_id: Path `client_id` is required.',
      'A member is missing, or the client cannot be stored.',
    ),
  );

export const VerifyDocs = (): MethodDecorator =>
  applyDecorators(
    operation('Tokens for the calling user', {
      success: true,
      message: 'Auth token verified successfully',
      access_token: 'eyJ...',
      refresh_token: 'rgr_...',
    }),
    body(CLIENT),
    caller(),
    failed(400, 'Error verifying auth token: Invalid client_id or redirection_url', 'Not saved in this realm.'),
  );

export const RefreshDocs = (): MethodDecorator =>
  applyDecorators(
    operation('A new access token', {
      success: true,
      message: 'Access token refreshed successfully',
      access_token: 'eyJ...',
    }),
    body({ refresh_token: 'rgr_...' }),
    failed(400, 'Refresh token is required', 'There is no refresh token in the body.'),
    failed(401, 'Invalid or expired refresh token', 'It is unknown, expired, revoked, or not of this dialect.'),
  );
