import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { formParameters } from '../../http/form-body.js';
import { readParameters, type Parameters } from '../../protocol/parameters.js';

/** The named parameters of a form. */
export const FormParameters = createParamDecorator((once: readonly string[], context: ExecutionContext): Parameters =>
  readParameters(formParameters(context.switchToHttp().getRequest<FastifyRequest>().body), { once }),
);
