import { applyDecorators } from '@nestjs/common';
import {
  ApiBasicAuth,
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { GRANT_TYPES } from '../../protocol/names.js';

/*
 * What the API reference says of onesait's endpoints about tokens. Their parameters are read from the raw request and not
 * from a DTO, so that they are told here.
 */

const USER = { name: 'alice', principal: 'alice' };
const ORIGIN = {
  parameters: { grant_type: GRANT_TYPES.password, username: 'alice', scope: 'openid' },
  clientId: 'demo',
};
const ROLES = { authorities: ['realm-admin'] };
const JTI = { jti: '0190163d-8694-739b-aea5-966c26f8ad91' };

const refusal = (status: number, description: string, error: string, text: string): MethodDecorator =>
  ApiResponse({ status, description, schema: { type: 'object', example: { error, error_description: text } } });

const endpoint = (summary: string, example: object): MethodDecorator =>
  applyDecorators(
    ApiTags('Dialect: onesait'),
    ApiBasicAuth(),
    ApiOperation({ summary, description: 'Basic credentials are the name of a realm and its key.' }),
    ApiOkResponse({ schema: { type: 'object', example } }),
    refusal(503, 'The server cannot answer; see `Retry-After`.', 'temporarily_unavailable', 'Try again later.'),
  );

const form = (properties: Record<string, string>, required: string[], examples: Record<string, object>) =>
  applyDecorators(
    ApiConsumes('application/x-www-form-urlencoded'),
    ApiBody({
      schema: {
        type: 'object',
        required,
        properties: Object.fromEntries(
          Object.entries(properties).map(([name, description]) => [name, { type: 'string', description }]),
        ),
      },
      examples: Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }])),
    }),
  );

const unauthorized = refusal(401, 'The caller is not known.', 'unauthorized', 'Bad credentials');

export const TokenDocs = (): MethodDecorator =>
  applyDecorators(
    endpoint('Tokens of a user of the realm', {
      access_token: 'eyJ...',
      token_type: 'bearer',
      refresh_token: 'rgr_...',
      expires_in: 43199,
      scope: 'openid',
      ...USER,
      ...ORIGIN,
      grantType: GRANT_TYPES.password,
      ...ROLES,
      apps: { child: ['reader'] },
      ...JTI,
    }),
    form(
      {
        grant_type: '`password` or `refresh_token`.',
        username: 'With `password`.',
        password: 'With `password`.',
        scope: 'Space-separated; absent: all that the realm has.',
        refresh_token: 'With `refresh_token`.',
        client_id: 'In place of Basic, with `client_secret`.',
        client_secret: 'In place of Basic, with `client_id`.',
      },
      ['grant_type'],
      {
        password: { grant_type: GRANT_TYPES.password, username: 'alice', password: 'down-the-rabbit-hole' },
        refresh_token: { grant_type: GRANT_TYPES.refreshToken, refresh_token: 'rgr_...' },
      },
    ),
    refusal(400, 'The password is wrong.', 'invalid_grant', 'Authentication failed. Password incorrect for alice'),
    refusal(401, 'Almost every other refusal.', 'invalid_grant', 'Invalid refresh token: rgr_...'),
    refusal(403, 'The user has no role in the realm.', 'access_denied', 'User is not in clientId/Realm. ...'),
  );

const token = ApiQuery({ name: 'token', required: false, description: 'Here, or in the form.' });
const tokenForm = form({ token: 'Here, or in the address.' }, [], { token: { token: 'eyJ...' } });

const CHECKED = {
  user_name: 'alice',
  scope: ['openid'],
  exp: 1801000000,
  ...ROLES,
  ...JTI,
  client_id: 'demo',
  active: true,
  ...USER,
  ...ORIGIN,
  grantType: GRANT_TYPES.password,
  apps: {},
};

export const CheckTokenDocs = (): MethodDecorator =>
  applyDecorators(
    endpoint("The claims of an access token of the caller's realm", CHECKED),
    token,
    unauthorized,
    refusal(400, 'The token is not alive.', 'invalid_token', 'Token was not recognised'),
  );

export const CheckTokenByFormDocs = (): MethodDecorator => applyDecorators(CheckTokenDocs(), tokenForm);

export const PlatformCheckTokenDocs = (): MethodDecorator =>
  applyDecorators(
    endpoint("An access token in the caller's terms, also one of a parent realm; refusals are answered with 200 too", {
      scope: ['demo'],
      name: 'alice',
      user_name: 'alice',
      principal: 'alice',
      ...JTI,
      exp: 1801000000,
      grant_type: GRANT_TYPES.password,
      client_id: 'demo',
      ...ROLES,
    }),
    token,
    tokenForm,
    refusal(400, 'A token or credentials are missing.', 'invalid_request', "Missing request header 'Authorization'"),
  );

export const RevokeTokenDocs = (): MethodDecorator =>
  applyDecorators(
    endpoint('Ends a token and the one that was issued with it; refusals are answered with 200 too', {
      access_token: 'eyJ...',
      state: 'invalid_token',
    }),
    token,
    tokenForm,
    refusal(400, 'A token or credentials are missing.', 'invalid_request', "Missing request header 'Authorization'"),
  );

export const AuthorizeDocs = (): MethodDecorator =>
  applyDecorators(
    ApiTags('Dialect: onesait'),
    ApiOperation({
      summary: 'Sign-in in the browser; the `client_id` is the name of a realm',
      description: 'The redirect URI is one of the own client of the realm.',
    }),
    ApiResponse({ status: 303, description: 'To a page of this server, or to the client with its answer.' }),
    ApiResponse({ status: 400, description: 'A page: the realm or the redirect URI is not known.' }),
  );
