import { ApiResponse } from '@nestjs/swagger';

type Members = Readonly<Record<string, object>>;

/** Documents a refusal (RFC 9457). @param members that it may have beside the usual ones, as schemas */
export const problemWith =
  (members: Members) =>
  (status: number, description: string): MethodDecorator & ClassDecorator =>
    ApiResponse({ status, description, content: { 'application/problem+json': { schema: schemaOf(members) } } });

const schemaOf = (members: Members) => ({
  type: 'object',
  required: ['title', 'status', 'code'],
  properties: {
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    ...members,
  },
});
