import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { RealmRequest } from './realm.guard.js';
import type { Realm } from './realm.types.js';

/** The realm that `RealmGuard` found. */
export const CurrentRealm = createParamDecorator((_data: unknown, context: ExecutionContext): Realm => {
  const { realm } = context.switchToHttp().getRequest<RealmRequest>();
  if (!realm) throw new Error('The route has no RealmGuard.');
  return realm;
});
