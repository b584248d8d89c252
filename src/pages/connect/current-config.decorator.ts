import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { ConnectionConfig } from '../../connections/configs/config.types.js';
import type { CallbackRequest } from './callback.guard.js';

/** The config whose callback it is, as `CallbackGuard` found it. */
export const CurrentConfig = createParamDecorator((_data: unknown, context: ExecutionContext): ConnectionConfig => {
  const { connectionConfig } = context.switchToHttp().getRequest<CallbackRequest>();
  if (!connectionConfig) throw new Error('The route has no CallbackGuard.');
  return connectionConfig;
});
