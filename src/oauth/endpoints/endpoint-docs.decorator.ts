import { applyDecorators } from '@nestjs/common';
import {
  ApiBasicAuth,
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { ACCESS_TOKEN_TYPE, CLIENT_AUTH_METHODS, GRANT_TYPES } from '../../protocol/names.js';

/*
 * What the API reference says of the protocol endpoints. Their parameters are read from the raw form and not from a DTO,
 * so that they are told here.
 */

interface EndpointDocs {
  readonly summary: string;
  readonly answer: Record<string, unknown>;
}

interface FormDocs extends EndpointDocs {
  readonly required: readonly string[];
  /** Every parameter with what it means. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Whole bodies that work. */
  readonly examples: Readonly<Record<string, Record<string, string>>>;
}

const CLIENT_PARAMETERS = {
  client_id: `With ${CLIENT_AUTH_METHODS.post}, or for a public client.`,
  client_secret: `With ${CLIENT_AUTH_METHODS.post}.`,
};

const ERROR = {
  type: 'object',
  required: ['error'],
  properties: { error: { type: 'string' }, error_description: { type: 'string' } },
  example: { error: 'invalid_request', error_description: 'The parameter grant_type is missing.' },
};

const refusal = (status: number, description: string): MethodDecorator =>
  ApiResponse({ status, description, schema: ERROR });

function endpoint({ summary, answer }: EndpointDocs): MethodDecorator {
  return applyDecorators(
    ApiTags('OAuth 2.0'),
    ApiOperation({ summary }),
    ApiOkResponse({ schema: { type: 'object', example: answer } }),
    ApiResponse({ status: 404, description: 'There is no such realm, or it is disabled.' }),
  );
}

function form({ parameters, required, examples, ...docs }: FormDocs): MethodDecorator {
  const all = Object.entries({ ...parameters, ...CLIENT_PARAMETERS });
  const properties = Object.fromEntries(all.map(([name, description]) => [name, { type: 'string', description }]));
  const bodies = Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));
  return applyDecorators(
    endpoint(docs),
    ApiBasicAuth(),
    ApiConsumes('application/x-www-form-urlencoded'),
    ApiBody({ schema: { type: 'object', required: [...required], properties }, examples: bodies }),
    refusal(400, 'The request is not valid, or not granted.'),
    refusal(401, 'The client was not authenticated.'),
    refusal(503, 'The server cannot answer at the moment; see `Retry-After`.'),
  );
}

const TOKEN_PARAMETERS = { token: 'The token.', token_type_hint: 'Taken, and without effect.' };

export const TokenDocs = (): MethodDecorator =>
  form({
    summary: 'Token endpoint (RFC 6749 section 3.2)',
    required: ['grant_type'],
    parameters: {
      grant_type: 'One that the client has; the metadata of the realm lists those of the server.',
      scope: 'Space-separated; absent: the default scopes of the client.',
      resource: 'Whom the token is for (RFC 8707); may be repeated.',
      username: 'With `password`.',
      password: 'With `password`.',
      refresh_token: 'With `refresh_token`.',
      device_code: `With \`${GRANT_TYPES.deviceCode}\`.`,
      subject_token: `With \`${GRANT_TYPES.tokenExchange}\`: an access token of the user whose connection it is.`,
      subject_token_type: `With it: \`${ACCESS_TOKEN_TYPE}\`.`,
      audience: 'With it: `urn:realmgate:connection:` and the id of the config.',
      connection_id: 'With it, where the user has several.',
    },
    examples: {
      client_credentials: { grant_type: GRANT_TYPES.clientCredentials, scope: 'profile' },
      password: { grant_type: GRANT_TYPES.password, username: 'alice', password: 'down-the-rabbit-hole' },
      refresh_token: { grant_type: GRANT_TYPES.refreshToken, refresh_token: 'rgr_...' },
    },
    answer: { access_token: 'eyJ...', token_type: 'Bearer', expires_in: 43200, scope: 'profile' },
  });

export const IntrospectionDocs = (): MethodDecorator =>
  form({
    summary: 'Introspection (RFC 7662)',
    required: ['token'],
    parameters: TOKEN_PARAMETERS,
    examples: { token: { token: 'eyJ...' } },
    answer: { active: true, client_id: 'demo-app', scope: 'profile', token_type: 'Bearer', exp: 1801000000 },
  });

export const RevocationDocs = (): MethodDecorator =>
  form({
    summary: 'Revocation (RFC 7009): of an access token itself, of a refresh token its whole grant',
    required: ['token'],
    parameters: TOKEN_PARAMETERS,
    examples: { token: { token: 'rgr_...' } },
    answer: {},
  });

export const DeviceAuthorizationDocs = (): MethodDecorator =>
  form({
    summary: 'Device authorization (RFC 8628): a code for the device, and one that its user types at another screen',
    required: [],
    parameters: {
      scope: 'Space-separated; absent: the default scopes of the client.',
      resource: 'Whom the tokens are for (RFC 8707); may be repeated.',
    },
    examples: { device: { client_id: 'television', scope: 'openid' } },
    answer: {
      device_code: 'rgd_...',
      user_code: 'BCDF-GHJK',
      verification_uri: 'https://id.example.com/realms/demo/device',
      verification_uri_complete: 'https://id.example.com/realms/demo/device?user_code=BCDF-GHJK',
      expires_in: 600,
      interval: 5,
    },
  });

export const UserinfoDocs = (): MethodDecorator =>
  applyDecorators(
    endpoint({
      summary:
        'Claims of the user (OpenID Connect Core section 5.3); scope `openid`. A POST may carry the token in its form, as ' +
        '`access_token`. Clients with `userinfoSignedResponseAlg` are answered by a JWT.',
      answer: { sub: '0190163d-8694-739b-aea5-966c26f8ad91', name: 'Alice Liddell', preferred_username: 'alice' },
    }),
    ApiBearerAuth(),
    refusal(401, 'The token is missing or not live.'),
    refusal(403, 'The token lacks the scope `openid`.'),
  );

export const MetadataDocs = (): MethodDecorator =>
  endpoint({
    summary: 'Metadata of the realm (RFC 8414, OpenID Connect Discovery)',
    answer: { issuer: 'https://id.example.com/realms/demo', token_endpoint: '...', jwks_uri: '...' },
  });

export const JwksDocs = (): MethodDecorator =>
  endpoint({
    summary: 'Public keys of the realm (RFC 7517)',
    answer: { keys: [{ kty: 'EC', crv: 'P-256', kid: '...', alg: 'ES256', use: 'sig', x: '...', y: '...' }] },
  });
