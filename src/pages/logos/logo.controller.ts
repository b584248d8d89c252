import { Controller, Get, Param, Query, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ClientsService } from '../../clients/clients.service.js';
import { AppsService } from '../../connections/apps/apps.service.js';
import { LogoImages } from '../../egress/logo-images.service.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import { RealmGuard } from '../../realms/realm.guard.js';
import type { Realm } from '../../realms/realm.types.js';
import { logoDigest } from './logo-path.js';

/** Logos of a realm, its clients and the apps it connects, as this server has fetched them: nobody can ask it for another. */
@Controller('realms/:realm/logo')
@UseGuards(RealmGuard)
@ApiExcludeController()
export class LogoController {
  constructor(
    private readonly images: LogoImages,
    private readonly clients: ClientsService,
    private readonly apps: AppsService,
  ) {}

  /** @throws DomainError `not_found` */
  @Get(':digest')
  async get(
    @CurrentRealm() realm: Realm,
    @Param('digest') digest: string,
    @Query() { client, app }: { client?: unknown; app?: unknown },
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const address = await this.addressOf(realm, client, app);
    const image = address && logoDigest(address) === digest ? await this.images.find(address) : null;
    if (!image) throw DomainError.notFound('The logo');
    reply
      .header('content-type', image.contentType)
      .header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
      .header('cache-control', 'public, max-age=3600');
    return image.bytes;
  }

  private async addressOf(realm: Realm, client: unknown, app: unknown): Promise<string | null | undefined> {
    if (client !== undefined) return this.ofClient(realm, client);
    return app === undefined ? realm.branding.logoUri : this.ofApp(realm, app);
  }

  private async ofApp(realm: Realm, id: unknown): Promise<string | null> {
    const app = typeof id === 'string' ? await this.apps.find(realm, id) : null;
    return app && app.status !== 'disabled' ? app.logoSourceUrl : null;
  }

  private async ofClient(realm: Realm, clientId: unknown): Promise<string | null> {
    const client = typeof clientId === 'string' ? await this.clients.find(realm, clientId) : null;
    return client?.enabled ? client.logoUri : null;
  }
}
