import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiResponse, ApiTags } from '@nestjs/swagger';

const PROBLEM = {
  'application/problem+json': {
    schema: {
      type: 'object',
      required: ['title', 'status', 'code'],
      properties: {
        title: { type: 'string' },
        status: { type: 'integer' },
        detail: { type: 'string' },
        code: { type: 'string' },
        errors: {
          type: 'array',
          items: { type: 'object', properties: { field: { type: 'string' }, message: { type: 'string' } } },
        },
      },
    },
  },
};

export const problem = (status: number, description: string): MethodDecorator & ClassDecorator =>
  ApiResponse({ status, description, content: PROBLEM });

/** What connecting accounts, and looking after them, may be refused with. */
export const ConnectDocs = (): ClassDecorator =>
  applyDecorators(
    ApiTags('connections: connect'),
    ApiBearerAuth(),
    problem(401, 'No token, or one that is not live.'),
    problem(403, 'The token lacks the scope: `conn:self` of a user, `conn:connect` of a service.'),
  );
