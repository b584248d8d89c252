import { HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { BoundRealm } from '../../../src/dialects/bound-realm.decorator.js';
import { DialectRealmGuard } from '../../../src/dialects/dialect-realm.guard.js';
import { NoStore } from '../../../src/http/no-store.decorator.js';
import { requestInfo } from '../../../src/http/request-info.js';
import { routeTraits } from '../../../src/http/route-config.js';
import { AuthorizationServer } from '../../../src/oauth/authorization-server.service.js';
import { ArrivalGuard, type TimedRequest } from '../../../src/oauth/endpoints/arrival.guard.js';
import { CurrentRealm } from '../../../src/realms/current-realm.decorator.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { quillShape } from './quill.errors.js';
import { ticketOf, ticketRequest, type QuillTicket } from './quill.mapper.js';

@ApiTags('Dialect: Quill')
@BoundRealm(() => 'demo')
@routeTraits({ errors: quillShape })
@NoStore()
export class QuillController {
  constructor(private readonly server: AuthorizationServer) {}

  @Post('tickets')
  @HttpCode(200)
  @UseGuards(ArrivalGuard, DialectRealmGuard)
  @ApiOperation({ summary: 'A ticket for an app' })
  async ticket(@CurrentRealm() realm: Realm, @Req() request: TimedRequest): Promise<QuillTicket> {
    const command = ticketRequest(request.body, request.arrivedAt, requestInfo(request));
    return ticketOf(await this.server.token(realm, command));
  }
}
