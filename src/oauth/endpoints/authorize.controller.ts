import { Controller, Get, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PageErrors } from '../../http/page-errors.decorator.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import { RealmGuard } from '../../realms/realm.guard.js';
import type { Realm } from '../../realms/realm.types.js';
import { AuthorizationServer } from '../authorization-server.service.js';
import { ArrivalGuard, type TimedRequest } from './arrival.guard.js';
import { AuthorizeDocs, ResumeDocs } from './authorize-docs.decorator.js';
import { BrowserVisits } from './browser-visits.service.js';
import { ENDPOINTS, ISSUER_ROUTE } from './endpoint-paths.js';

/** The authorization endpoint (RFC 6749 section 3.1). No page of another origin can read it: there is no CORS (requirement 17). */
@Controller(ISSUER_ROUTE)
@UseGuards(ArrivalGuard, RealmGuard)
@PageErrors()
export class AuthorizeController {
  constructor(
    private readonly server: AuthorizationServer,
    private readonly visits: BrowserVisits,
  ) {}

  @Get(ENDPOINTS.authorization)
  @AuthorizeDocs()
  async get(@CurrentRealm() realm: Realm, @Req() request: TimedRequest, @Res() reply: FastifyReply): Promise<void> {
    const outcome = await this.server.authorize(realm, this.visits.query(realm.name, request, reply));
    this.visits.answer(realm.name, outcome, request, reply);
  }

  /** A browser that comes from another site by a form leaves its cookies behind: it is sent round once, and brings them. */
  @Post(ENDPOINTS.authorization)
  @AuthorizeDocs()
  async post(@CurrentRealm() realm: Realm, @Req() request: TimedRequest, @Res() reply: FastifyReply): Promise<void> {
    if (this.visits.sendRound(realm.name, request, reply)) return;
    const outcome = await this.server.authorize(realm, this.visits.form(realm.name, request, reply));
    this.visits.answer(realm.name, outcome, request, reply);
  }

  /** Where the pages lead back to when the user has done what was asked for. */
  @Get(`${ENDPOINTS.authorization}/:handle`)
  @ResumeDocs()
  async resume(
    @CurrentRealm() realm: Realm,
    @Param('handle') handle: string,
    @Req() request: TimedRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const visit = this.visits.visit(realm.name, request, reply);
    this.visits.answer(realm.name, await this.server.resume(realm, { ...visit, handle }), request, reply);
  }
}
