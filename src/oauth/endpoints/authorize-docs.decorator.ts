import { applyDecorators } from '@nestjs/common';
import {
  ApiBasicAuth,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';

/* What the API reference says of the endpoints that browsers visit; their parameters come from no DTO. */

const TAG = 'Sign-in in the browser';

const redirects = (summary: string): MethodDecorator =>
  applyDecorators(
    ApiTags(TAG),
    ApiOperation({ summary }),
    ApiResponse({ status: 303, description: 'To a page of this server, or to the client with its answer.' }),
    ApiResponse({ status: 200, description: 'With `response_mode=form_post`: a form on its way to the client.' }),
    ApiResponse({
      status: 400,
      description: 'A page: the client or its redirect URI is not known, or the request is gone.',
    }),
    ApiResponse({ status: 404, description: 'There is no such realm, or it is disabled.' }),
  );

export const AuthorizeDocs = (): MethodDecorator =>
  redirects('Authorization endpoint (RFC 6749 section 3.1, OpenID Connect Core section 3.1.2)');

export const ResumeDocs = (): MethodDecorator =>
  redirects('Where the pages of an authorization request lead back to; for the browser that began it alone');

export const PushedRequestDocs = (): MethodDecorator =>
  applyDecorators(
    ApiTags(TAG),
    ApiOperation({ summary: 'Pushed authorization requests (RFC 9126)' }),
    ApiBasicAuth(),
    ApiConsumes('application/x-www-form-urlencoded'),
    ApiBody({
      description: 'The parameters of an authorization request, and those that authenticate the client.',
      schema: { type: 'object', additionalProperties: { type: 'string' } },
    }),
    ApiCreatedResponse({
      schema: { type: 'object', example: { request_uri: 'urn:ietf:params:oauth:request_uri:...', expires_in: 60 } },
    }),
    ApiResponse({ status: 400, description: 'The request is not a good one.' }),
    ApiResponse({ status: 401, description: 'The client was not authenticated.' }),
  );
