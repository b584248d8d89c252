import { Controller, Get, Header, Param } from '@nestjs/common';
import { CrossOrigin } from '../../http/cross-origin.decorator.js';
import { AuthorizationServer } from '../authorization-server.service.js';
import type { ServerMetadata } from '../authorization-server.types.js';
import { MetadataDocs } from './endpoint-docs.decorator.js';
import { ENDPOINTS, ISSUER_ROUTE, SERVER_METADATA_ROUTE } from './endpoint-paths.js';

@Controller()
export class MetadataController {
  constructor(private readonly server: AuthorizationServer) {}

  /** One document at the places where OAuth (RFC 8414 section 3) and OpenID Connect clients look for it. */
  @Get([`${ISSUER_ROUTE}/${ENDPOINTS.openidConfiguration}`, SERVER_METADATA_ROUTE])
  @Header('Cache-Control', 'public, max-age=60')
  @CrossOrigin()
  @MetadataDocs()
  metadata(@Param('realm') realm: string): Promise<ServerMetadata> {
    return this.server.metadata(realm);
  }
}
