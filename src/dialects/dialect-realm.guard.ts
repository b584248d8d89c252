import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Settings } from '../config/settings.js';
import type { RealmRequest } from '../realms/realm.guard.js';
import { RealmsService } from '../realms/realms.service.js';
import { BOUND_REALM, type RealmSetting } from './bound-realm.decorator.js';

/** Finds the realm that the path names, or, at the dialect's own paths, the one that the settings bind it to. */
@Injectable()
export class DialectRealmGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly realms: RealmsService,
    private readonly settings: Settings,
  ) {}

  /** @throws DomainError `not_found` for an unknown realm and for a disabled one alike. */
  async canActivate(context: ExecutionContext): Promise<true> {
    const request = context.switchToHttp().getRequest<RealmRequest>();
    const { realm } = request.params as { realm?: string };
    request.realm = await this.realms.getEnabled(realm ?? this.boundRealm(context));
    return true;
  }

  private boundRealm(context: ExecutionContext): string {
    const targets = [context.getHandler(), context.getClass()];
    const setting = this.reflector.getAllAndOverride<RealmSetting | undefined>(BOUND_REALM, targets);
    if (!setting) throw new Error('A route without `:realm` needs @BoundRealm().');
    return setting(this.settings);
  }
}
