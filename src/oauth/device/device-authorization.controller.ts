import { Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { formParameters } from '../../http/form-body.js';
import { NoStore } from '../../http/no-store.decorator.js';
import { OAuthErrors } from '../../http/oauth-errors.decorator.js';
import { requestInfo } from '../../http/request-info.js';
import { readParameters } from '../../protocol/parameters.js';
import type { Client } from '../../clients/client.types.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import { RealmGuard } from '../../realms/realm.guard.js';
import type { Realm } from '../../realms/realm.types.js';
import { RealmIssuer } from '../../tokens/realm-issuer.js';
import { ClientAuthGuard } from '../client-auth/client-auth.guard.js';
import { CurrentClient } from '../client-auth/current-client.decorator.js';
import { ArrivalGuard, type TimedRequest } from '../endpoints/arrival.guard.js';
import { DeviceAuthorizationDocs } from '../endpoints/endpoint-docs.decorator.js';
import { ENDPOINTS, ISSUER_ROUTE } from '../endpoints/endpoint-paths.js';
import { NoQueryGuard } from '../endpoints/no-query.guard.js';
import { requestedScope } from '../token/requested-scope.js';
import { deviceAuthorizationResponse, type DeviceAuthorizationResponse } from './device-authorization.response.js';
import { DeviceAuthorizations } from './device-authorizations.service.js';

const PARAMETERS = { once: ['scope'], repeatable: ['resource'] };

@Controller(ISSUER_ROUTE)
export class DeviceAuthorizationController {
  constructor(
    private readonly devices: DeviceAuthorizations,
    private readonly issuer: RealmIssuer,
  ) {}

  /** A device asks for a code to show to its user (RFC 8628 section 3.1). */
  @Post(ENDPOINTS.deviceAuthorization)
  @HttpCode(200)
  @UseGuards(ArrivalGuard, RealmGuard, NoQueryGuard, ClientAuthGuard)
  @OAuthErrors()
  @NoStore()
  @DeviceAuthorizationDocs()
  async begin(
    @CurrentRealm() realm: Realm,
    @CurrentClient() client: Client,
    @Req() request: TimedRequest,
  ): Promise<DeviceAuthorizationResponse> {
    const parameters = readParameters(formParameters(request.body), PARAMETERS);
    const scope = requestedScope(client, parameters);
    const asked = {
      at: request.arrivedAt,
      request: requestInfo(request),
      scope,
      resources: parameters.all('resource'),
    };
    return deviceAuthorizationResponse(this.issuer.of(realm), await this.devices.begin(realm, client, asked));
  }
}
