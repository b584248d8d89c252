import { Controller, Get, Param, Query, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ClientsService } from '../../clients/clients.service.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import { RealmGuard } from '../../realms/realm.guard.js';
import type { Realm } from '../../realms/realm.types.js';
import { LogoImages } from './logo-images.service.js';
import { logoDigest } from './logo-path.js';

/** The logos of a realm and of its clients, as this server has fetched them: nobody can ask it to fetch another. */
@Controller('realms/:realm/logo')
@UseGuards(RealmGuard)
@ApiExcludeController()
export class LogoController {
  constructor(
    private readonly images: LogoImages,
    private readonly clients: ClientsService,
  ) {}

  /** @throws DomainError `not_found` */
  @Get(':digest')
  async get(
    @CurrentRealm() realm: Realm,
    @Param('digest') digest: string,
    @Query('client') clientId: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const address = clientId === undefined ? realm.branding.logoUri : await this.ofClient(realm, clientId);
    const image = address && logoDigest(address) === digest ? await this.images.find(address) : null;
    if (!image) throw DomainError.notFound('The logo');
    reply
      .header('content-type', image.contentType)
      .header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
      .header('cache-control', 'public, max-age=3600');
    return image.bytes;
  }

  private async ofClient(realm: Realm, clientId: unknown): Promise<string | null> {
    const client = typeof clientId === 'string' ? await this.clients.find(realm, clientId) : null;
    return client?.enabled ? client.logoUri : null;
  }
}
