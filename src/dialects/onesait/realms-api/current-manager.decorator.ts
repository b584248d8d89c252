import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Manager } from '../../../tokens/management/management.types.js';
import type { RealmsApiRequest } from './realms-api.guard.js';

/** Who asks, as RealmsApiGuard found. */
export const CurrentManager = createParamDecorator((_data: unknown, context: ExecutionContext): Manager => {
  const { manager } = context.switchToHttp().getRequest<RealmsApiRequest>();
  if (!manager) throw new Error('The route has no RealmsApiGuard.');
  return manager;
});
