import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { NoStore } from '../../http/no-store.decorator.js';
import { OAuthErrors } from '../../http/oauth-errors.decorator.js';
import { RateLimitGuard } from '../../http/rate-limit.guard.js';
import { requestInfo } from '../../http/request-info.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import { RealmGuard } from '../../realms/realm.guard.js';
import type { Realm } from '../../realms/realm.types.js';
import { RealmIssuer } from '../../tokens/realm-issuer.js';
import { ENDPOINTS, ISSUER_ROUTE } from '../endpoints/endpoint-paths.js';
import { RegistrationDocs } from './registration-docs.decorator.js';
import { toWire, type WireMetadata } from './registration.mapper.js';
import { Registrations, type Registration, type RegistrationRequest } from './registrations.service.js';

const asked = (request: FastifyRequest, body?: unknown): RegistrationRequest => ({
  authorization: request.headers.authorization,
  body,
  request: requestInfo(request),
});

@Controller(`${ISSUER_ROUTE}/${ENDPOINTS.registration}`)
@UseGuards(RateLimitGuard, RealmGuard)
@OAuthErrors()
@NoStore()
export class RegistrationController {
  constructor(
    private readonly registrations: Registrations,
    private readonly issuer: RealmIssuer,
  ) {}

  @Post()
  @HttpCode(201)
  @RegistrationDocs('Register a client (RFC 7591)', 201)
  async register(
    @CurrentRealm() realm: Realm,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<WireMetadata> {
    return this.show(realm, await this.registrations.register(realm, asked(request, body)));
  }

  @Get(':clientId')
  @RegistrationDocs('Read what a client is registered for (RFC 7592)', 200)
  async read(
    @CurrentRealm() realm: Realm,
    @Param('clientId') clientId: string,
    @Req() request: FastifyRequest,
  ): Promise<WireMetadata> {
    return this.show(realm, await this.registrations.read(realm, clientId, asked(request)));
  }

  @Put(':clientId')
  @RegistrationDocs('Replace what a client is registered for, and its token (RFC 7592)', 200)
  async replace(
    @CurrentRealm() realm: Realm,
    @Param('clientId') clientId: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<WireMetadata> {
    return this.show(realm, await this.registrations.replace(realm, clientId, asked(request, body)));
  }

  @Delete(':clientId')
  @HttpCode(204)
  @RegistrationDocs('Delete a client that registered itself (RFC 7592)', 204)
  async remove(
    @CurrentRealm() realm: Realm,
    @Param('clientId') clientId: string,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.registrations.remove(realm, clientId, asked(request));
  }

  private show(realm: Realm, { client, clientSecret, accessToken }: Registration): WireMetadata {
    return {
      ...toWire(client),
      ...(clientSecret !== undefined && { client_secret: clientSecret, client_secret_expires_at: 0 }),
      ...(accessToken !== undefined && { registration_access_token: accessToken }),
      registration_client_uri: `${this.issuer.of(realm)}/${ENDPOINTS.registration}/${client.clientId}`,
    };
  }
}
