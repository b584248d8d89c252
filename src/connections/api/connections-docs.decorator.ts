import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { problemWith } from '../problem-docs.decorator.js';

export const problem = problemWith({
  errors: {
    type: 'array',
    items: { type: 'object', properties: { field: { type: 'string' }, message: { type: 'string' } } },
  },
});

/** What connecting accounts, and looking after them, may be refused with. */
export const ConnectDocs = (): ClassDecorator =>
  applyDecorators(
    ApiTags('connections: connect'),
    ApiBearerAuth(),
    problem(401, 'No token, or one that is not live.'),
    problem(403, 'The token lacks the scope: `conn:self` of a user, `conn:connect` of a service.'),
  );
