import { Get, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PageErrors } from '../../http/page-errors.decorator.js';
import { AuthorizationServer } from '../../oauth/authorization-server.service.js';
import { ArrivalGuard, type TimedRequest } from '../../oauth/endpoints/arrival.guard.js';
import { BrowserVisits } from '../../oauth/endpoints/browser-visits.service.js';
import { authorizedRealm } from './call.mapper.js';
import { AUTHORIZE } from './endpoint-paths.js';
import { AuthorizeDocs } from './onesait-docs.decorator.js';
import { OnesaitRealms } from './realms.service.js';

/**
 * Where an onesait platform sends browsers to sign in: the authorization endpoint of the realm that the `client_id` names.
 * The redirect URI has to be one of the realm's own client; the original took any.
 */
@PageErrors()
export class OnesaitAuthorizeController {
  constructor(
    private readonly realms: OnesaitRealms,
    private readonly server: AuthorizationServer,
    private readonly visits: BrowserVisits,
  ) {}

  @Get(AUTHORIZE)
  @UseGuards(ArrivalGuard)
  @AuthorizeDocs()
  async authorize(@Req() request: TimedRequest, @Res() reply: FastifyReply): Promise<void> {
    const realm = await this.realms.ofBrowser(authorizedRealm(request));
    const outcome = await this.server.authorize(realm, this.visits.query(realm.name, request, reply));
    this.visits.answer(realm.name, outcome, request, reply);
  }
}
