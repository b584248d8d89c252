import { GRANT_TYPES } from '../../src/protocol/names.js';
import { OAuthError } from '../../src/protocol/oauth-error.js';
import type { DeviceDecision } from '../../src/oauth/device/device-code.types.js';
import {
  DeviceAuthorizations,
  type DeviceAuthorization,
} from '../../src/oauth/device/device-authorizations.service.js';
import { DeviceModule } from '../../src/oauth/device/device.module.js';
import { DeviceRedemption } from '../../src/oauth/device/device-redemption.service.js';
import { DeviceVerdicts } from '../../src/oauth/device/device-verdicts.service.js';
import {
  WaitingDevices,
  type DeviceVisit,
  type WaitingDevice,
} from '../../src/oauth/device/waiting-devices.service.js';
import { TokensModule } from '../../src/tokens/tokens.module.js';
import type { IssuedTokens } from '../../src/tokens/token.types.js';
import type { Session } from '../../src/users/sessions/session.types.js';
import { SessionsService } from '../../src/users/sessions/sessions.service.js';
import { freshDomain, openDomain, type Domain } from './domain.js';
import { aTenant, REQUEST, type Tenant } from './tenant.js';

const modules = [TokensModule, DeviceModule];

/** One node of the server, up to devices, on a database of its own. */
export const freshDeviceDomain = (): Promise<Domain> => freshDomain({ modules });
/** A further node on the database of another one. */
export const anotherNode = ({ url, clock }: Domain): Promise<Domain> => openDomain({ url, clock, modules });

/** A realm whose client may use the device grant, and what devices and users do there. */
export class DeviceTenant {
  constructor(readonly tenant: Tenant) {}

  static async open(domain: Domain): Promise<DeviceTenant> {
    const grantTypes = [GRANT_TYPES.deviceCode, 'refresh_token'];
    const scopes = ['openid', 'offline_access', 'reports:read'];
    return new DeviceTenant(await aTenant(domain, { client: { grantTypes, scopes, type: 'public' } }));
  }

  at(domain: Domain, clientId?: string): DeviceTenant {
    return new DeviceTenant(this.tenant.at({ domain, clientId }));
  }

  visit(address = REQUEST.address): DeviceVisit {
    return { at: this.domain.clock.now(), request: { ...REQUEST, address } };
  }

  async begin(scope: string[] = ['openid'], address = REQUEST.address): Promise<DeviceAuthorization> {
    const [realm, client] = [await this.tenant.realm(), await this.tenant.client()];
    const asked = { ...this.visit(address), scope, resources: [] };
    return this.domain.get(DeviceAuthorizations).begin(realm, client, asked);
  }

  async find(userCode: string, address?: string): Promise<WaitingDevice | null> {
    return this.domain.get(WaitingDevices).find(await this.tenant.realm(), userCode, this.visit(address));
  }

  async signIn(): Promise<Session> {
    const [realm, user] = [await this.tenant.realm(), await this.tenant.user()];
    const start = { ...this.visit(), amr: ['pwd'] };
    return (await this.domain.get(SessionsService).start(realm, user, start)).session;
  }

  async decide(userCode: string, decision: DeviceDecision, session?: Session): Promise<boolean> {
    const device = await this.find(userCode);
    if (!device) throw new Error('No device waits with that code.');
    return this.say(device, decision, session ?? (await this.signIn()));
  }

  async say(device: WaitingDevice, decision: DeviceDecision, session: Session): Promise<boolean> {
    return this.domain.get(DeviceVerdicts).record(await this.tenant.realm(), device, session, decision, this.visit());
  }

  async poll(deviceCode: string): Promise<IssuedTokens> {
    const [realm, client] = [await this.tenant.realm(), await this.tenant.client()];
    const issuance = { ...this.visit(), grantType: GRANT_TYPES.deviceCode };
    return this.domain.get(DeviceRedemption).redeem(realm, client, deviceCode, issuance);
  }

  /** What a poll is refused with; `issued` when it is not. */
  async outcome(deviceCode: string): Promise<string> {
    try {
      await this.poll(deviceCode);
      return 'issued';
    } catch (error) {
      if (error instanceof OAuthError) return error.code;
      throw error;
    }
  }

  private get domain(): Domain {
    return this.tenant.domain;
  }
}
