import { Controller, Delete, Get, HttpCode, Param, UseGuards } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import { NoStore } from '../../http/no-store.decorator.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { BearerGuard } from '../../tokens/bearer.guard.js';
import { CurrentToken } from '../../tokens/current-token.decorator.js';
import type { LiveToken } from '../../tokens/token.types.js';
import { OwnConnections } from '../connect/own-connections.service.js';
import { ConnectDocs, problem } from './connections-docs.decorator.js';
import { userOf } from './connection-caller.js';
import { toConnectableDto, toOwnConnectionDto } from './connection.mapper.js';
import { OwnConnectionDto, OwnConnectionsDto } from './connection.dto.js';

const NOT_FOUND = '`connection_not_found`: there is none of that id, or none that the user may use.';

/** What an application does for its user, with a token that has `conn:self`. */
@Controller('realms/:realm/connections')
@NoStore()
@UseGuards(BearerGuard)
@ConnectDocs()
export class OwnConnectionsController {
  constructor(private readonly connections: OwnConnections) {}

  /** What the user has connected, what the realm has that the user may use, and what can be connected. */
  @Get()
  @ApiOkResponse({ type: OwnConnectionsDto })
  async list(@CurrentRealm() realm: Realm, @CurrentToken() token: LiveToken): Promise<OwnConnectionsDto> {
    const { connections, available } = await this.connections.overview(realm, userOf(token));
    return {
      connections: connections.map(({ connection, appName }) => toOwnConnectionDto(connection, appName)),
      available: available.map(({ app, config }) => toConnectableDto(app, config)),
    };
  }

  @Get(':id')
  @ApiOkResponse({ type: OwnConnectionDto })
  @problem(404, NOT_FOUND)
  async get(
    @CurrentRealm() realm: Realm,
    @CurrentToken() token: LiveToken,
    @Param('id') id: string,
  ): Promise<OwnConnectionDto> {
    const { connection, appName } = await this.connections.get(realm, userOf(token), id);
    return toOwnConnectionDto(connection, appName);
  }

  /** Erases its tokens, and has the provider told. */
  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse()
  @problem(404, NOT_FOUND)
  async disconnect(
    @CurrentRealm() realm: Realm,
    @CurrentToken() token: LiveToken,
    @Param('id') id: string,
  ): Promise<void> {
    await this.connections.disconnect(realm, userOf(token), id, token.client.clientId);
  }
}
