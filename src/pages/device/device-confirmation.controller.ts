import { Get, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Browser } from '../../http/browser.js';
import { requestInfo } from '../../http/request-info.js';
import { Clock } from '../../kernel/clock.js';
import { DeviceVerdicts } from '../../oauth/device/device-verdicts.service.js';
import { shownUserCode } from '../../oauth/device/user-code.js';
import { WaitingDevices, type DeviceVisit, type WaitingDevice } from '../../oauth/device/waiting-devices.service.js';
import { FormParameters } from '../../oauth/endpoints/form-parameters.decorator.js';
import { invalidRequest } from '../../protocol/oauth-error.js';
import type { Parameters } from '../../protocol/parameters.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { ScopesService } from '../../scopes/scopes.service.js';
import type { SignedIn } from '../../users/sessions/session.types.js';
import { clientView } from '../client-view.js';
import { FormOf } from '../csrf/form-of.decorator.js';
import { CurrentBrowser } from '../current-browser.decorator.js';
import { Pages } from '../page.decorator.js';
import { seeOther, type PageAnswer, type PageView, type SeeOther } from '../rendering/page.types.js';
import { scopeLines } from '../sign-in/consent-view.js';
import { signInFor } from '../sign-in/continuation.js';
import { SignedInUsers } from '../sign-in/signed-in-users.service.js';
import { codeIn, confirmation, devicePage, unknownCode } from './device-paths.js';

const PURPOSE = 'device-confirm';

/** Asks a signed-in user whether the device with that code may act for them. The code is looked up anew each time. */
@Pages('device/confirm')
export class DeviceConfirmationController {
  constructor(
    private readonly devices: WaitingDevices,
    private readonly verdicts: DeviceVerdicts,
    private readonly signedIn: SignedInUsers,
    private readonly scopes: ScopesService,
    private readonly clock: Clock,
  ) {}

  @Get()
  async show(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @Query('user_code') userCode: unknown,
    @Req() http: FastifyRequest,
  ): Promise<PageAnswer> {
    const device = await this.devices.find(realm, codeIn(userCode), this.visit(http));
    if (!device) return unknownCode(realm, codeIn(userCode));
    const signedIn = await this.signedIn.find(realm, browser);
    return signedIn
      ? this.question(realm, device, signedIn)
      : seeOther(signInFor(realm, confirmation(device.userCode)));
  }

  /** @throws OAuthError `invalid_request` for a decision that no button of the page makes. */
  @Post()
  @FormOf(PURPOSE)
  async decide(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @Query('user_code') userCode: unknown,
    @FormParameters(['decision']) form: Parameters,
    @Req() http: FastifyRequest,
  ): Promise<SeeOther> {
    const decision = form.require('decision');
    if (decision !== 'allow' && decision !== 'deny') throw invalidRequest('The decision is allow or deny.');
    const visit = this.visit(http);
    const device = await this.devices.find(realm, codeIn(userCode), visit);
    if (!device) return unknownCode(realm, codeIn(userCode));
    const signedIn = await this.signedIn.find(realm, browser);
    if (!signedIn) return seeOther(signInFor(realm, confirmation(device.userCode)));
    const said = await this.verdicts.record(realm, device, signedIn.session, decision, visit);
    if (!said) return unknownCode(realm, device.userCode);
    const text = decision === 'allow' ? 'device:allowed' : 'device:denied';
    return seeOther(devicePage(realm, '/done'), { kind: 'success', text });
  }

  private async question(realm: Realm, device: WaitingDevice, { user }: SignedIn): Promise<PageView> {
    const { client, code, userCode } = device;
    const here = confirmation(userCode);
    return {
      view: 'device-confirm',
      title: 'device:confirmTitle',
      data: {
        client: clientView(realm, client),
        scopes: scopeLines(await this.scopes.describe(realm, code.scope)),
        userCode: shownUserCode(userCode),
        username: user.fullName ?? user.username,
        otherAccount: signInFor(realm, here),
        action: `/realms/${realm.name}/${here}`,
      },
      form: { purpose: PURPOSE },
    };
  }

  private visit(http: FastifyRequest): DeviceVisit {
    return { at: this.clock.now(), request: requestInfo(http) };
  }
}
