import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { ConnectionConfig } from '../../connections/configs/config.types.js';
import { ConfigsService } from '../../connections/configs/configs.service.js';
import { bindingFailed } from '../../connections/connect/binding-failures.service.js';
import { RealmsService } from '../../realms/realms.service.js';
import type { PageRequest } from '../rendering/page.types.js';

export type CallbackRequest = PageRequest & { connectionConfig?: ConnectionConfig };

/** Finds the config that the path names, `:publicKey`, and its realm. */
@Injectable()
export class CallbackGuard implements CanActivate {
  constructor(
    private readonly configs: ConfigsService,
    private readonly realms: RealmsService,
  ) {}

  /** @throws DomainError `binding_failed`, as for everything else that is amiss with a callback. */
  async canActivate(context: ExecutionContext): Promise<true> {
    const request = context.switchToHttp().getRequest<CallbackRequest>();
    const { publicKey } = request.params as { publicKey: string };
    const found = await this.configs.findByPublicKey(publicKey);
    const realm = found && (await this.realms.find(found.realm.name));
    if (!realm?.enabled) throw bindingFailed();
    request.realm = realm;
    request.connectionConfig = found?.config;
    return true;
  }
}
