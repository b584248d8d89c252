import { Injectable } from '@nestjs/common';
import { GRANT_TYPES } from '../../protocol/names.js';
import type { IssuedTokens } from '../../tokens/token.types.js';
import { DeviceRedemption } from '../device/device-redemption.service.js';
import { IdTokens } from '../openid/id-tokens.service.js';
import { Grant, type GrantRequest } from './grant.js';

/** A device asks whether its user has let it in (RFC 8628 section 3.4). */
@Injectable()
export class DeviceCodeGrant extends Grant {
  readonly type = GRANT_TYPES.deviceCode;
  readonly parameters = { once: ['device_code'] };
  readonly clientRule = 'any';

  constructor(
    private readonly devices: DeviceRedemption,
    private readonly idTokens: IdTokens,
  ) {
    super();
  }

  async handle({ realm, client, parameters, at, request }: GrantRequest): Promise<IssuedTokens> {
    const presented = parameters.require('device_code');
    const issued = await this.devices.redeem(realm, client, presented, { at, request, grantType: this.type });
    return this.idTokens.accompany(realm, client, issued, 'redemption');
  }
}
