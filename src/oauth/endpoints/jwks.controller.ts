import { Controller, Get, Header, Param } from '@nestjs/common';
import { CrossOrigin } from '../../http/cross-origin.decorator.js';
import type { KeySet } from '../../keys/key.types.js';
import { KEY_SET_MAX_AGE } from '../../keys/publication.rules.js';
import { AuthorizationServer } from '../authorization-server.service.js';
import { JwksDocs } from './endpoint-docs.decorator.js';
import { ENDPOINTS, ISSUER_ROUTE } from './endpoint-paths.js';

@Controller(ISSUER_ROUTE)
export class JwksController {
  constructor(private readonly server: AuthorizationServer) {}

  /** A key is published for longer than a copy may be kept before it signs, so that no copy misses it. */
  @Get(ENDPOINTS.jwks)
  @Header('Cache-Control', `public, max-age=${KEY_SET_MAX_AGE}`)
  @CrossOrigin()
  @JwksDocs()
  jwks(@Param('realm') realm: string): Promise<KeySet> {
    return this.server.jwks(realm);
  }
}
