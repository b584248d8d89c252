import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Realm } from './realm.types.js';
import { RealmsService } from './realms.service.js';

export type RealmRequest = FastifyRequest & { realm?: Realm };

/** Finds the realm that the path names, `:realm`, before anything else of the request is looked at. */
@Injectable()
export class RealmGuard implements CanActivate {
  constructor(private readonly realms: RealmsService) {}

  /** @throws DomainError `not_found` for an unknown realm and for a disabled one alike. */
  async canActivate(context: ExecutionContext): Promise<true> {
    const request = context.switchToHttp().getRequest<RealmRequest>();
    const { realm } = request.params as { realm: string };
    request.realm = await this.realms.getEnabled(realm);
    return true;
  }
}
