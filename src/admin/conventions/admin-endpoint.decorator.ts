import { applyDecorators, Controller, HttpCode, UseGuards, UseInterceptors, UsePipes, type Type } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { NoStore } from '../../http/no-store.decorator.js';
import { createValidationPipe } from '../../http/validation.pipe.js';
import { AdminGuard } from '../admin.guard.js';
import { AdminConnectionsGuard } from '../connections/admin-connections.guard.js';
import { EtagInterceptor } from './etag.interceptor.js';
import { JsonObjectPipe } from './json-object.pipe.js';
import { ADMIN_PATH } from './location.js';
import { ProblemDto } from './problem.dto.js';

const problem = (status: number, description: string): MethodDecorator & ClassDecorator =>
  ApiResponse({
    status,
    description,
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } },
  });

/** What is below it is guarded by rules of its own. */
const CONNECTIONS = 'realms/:realm/connections';

/** A controller of the admin API: guarded, validated, tagged by its noun, and documented with the refusals that all have in common. */
export const AdminController = (path: string, noun: string): ClassDecorator =>
  applyDecorators(
    Controller(`${ADMIN_PATH}/${path}`),
    NoStore(),
    UseGuards(path.startsWith(CONNECTIONS) ? AdminConnectionsGuard : AdminGuard),
    UsePipes(JsonObjectPipe, createValidationPipe()),
    UseInterceptors(EtagInterceptor),
    ApiTags(`admin: ${noun}`),
    ApiBearerAuth(),
    ApiExtraModels(ProblemDto),
    problem(400, 'A field, parameter or the JSON itself is not valid: one entry for each bad field.'),
    problem(401, 'No token, or one that is not live, or not meant for this server.'),
    problem(403, 'The token lacks the scope, or its subject the right to manage this realm.'),
    problem(404, 'The resource, or its realm, does not exist.'),
  );

/** A read of one resource. */
export const Reads = (dto: Type): MethodDecorator =>
  applyDecorators(ApiOkResponse({ type: dto, headers: { ETag: { schema: { type: 'string' } } } }));

/** A read of a page of resources: `{items, nextCursor}`. */
export const ReadsPage = (dto: Type): MethodDecorator =>
  applyDecorators(ApiExtraModels(dto), ApiOkResponse({ schema: pageSchema(dto) }));

/** A POST that makes a resource: 201 with it, and its `Location`. */
export const Creates = (dto: Type): MethodDecorator =>
  applyDecorators(
    HttpCode(201),
    ApiCreatedResponse({ type: dto, headers: { Location: { schema: { type: 'string' } } } }),
    problem(409, 'There is one of that name, or no room for another.'),
  );

/** A POST that makes several resources at once. */
export const CreatesPage = (dto: Type): MethodDecorator =>
  applyDecorators(
    HttpCode(201),
    ApiExtraModels(dto),
    ApiCreatedResponse({ schema: pageSchema(dto) }),
    problem(409, 'It is too early for that.'),
  );

/** A PATCH (merge, RFC 7396) or PUT: 200 with the resource as it is now. */
export const Changes = (dto: Type): MethodDecorator =>
  applyDecorators(ApiOkResponse({ type: dto }), problem(409, 'The state of the resource does not allow it.'));

/** A DELETE: 204. */
export const Deletes = (): MethodDecorator =>
  applyDecorators(HttpCode(204), ApiNoContentResponse(), problem(409, 'This one cannot be deleted.'));

/** Takes `If-Match`. */
export const Conditional = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({ name: 'If-Match', required: false, description: 'The `ETag` of the read that this write builds on.' }),
    problem(412, 'The resource was changed since it was read.'),
  );

function pageSchema(dto: Type) {
  return {
    type: 'object',
    required: ['items', 'nextCursor'],
    properties: {
      items: { type: 'array', items: { $ref: getSchemaPath(dto) } },
      nextCursor: { type: 'string', nullable: true, description: 'For `cursor` of the next page; null on the last.' },
    },
  };
}
