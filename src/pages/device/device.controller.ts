import { Get, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Browser } from '../../http/browser.js';
import { requestInfo } from '../../http/request-info.js';
import { Clock } from '../../kernel/clock.js';
import { WaitingDevices } from '../../oauth/device/waiting-devices.service.js';
import { FormParameters } from '../../oauth/endpoints/form-parameters.decorator.js';
import type { Parameters } from '../../protocol/parameters.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { FormOf } from '../csrf/form-of.decorator.js';
import { CurrentBrowser } from '../current-browser.decorator.js';
import { Pages } from '../page.decorator.js';
import { seeOther, type PageView, type SeeOther } from '../rendering/page.types.js';
import { signInFor } from '../sign-in/continuation.js';
import { SignedInUsers } from '../sign-in/signed-in-users.service.js';
import { codeIn, confirmation, devicePage, unknownCode } from './device-paths.js';

const PURPOSE = 'device';

/** Where a user types the code that a device shows (RFC 8628 section 3.3). */
@Pages('device')
export class DeviceController {
  constructor(
    private readonly devices: WaitingDevices,
    private readonly signedIn: SignedInUsers,
    private readonly clock: Clock,
  ) {}

  /** A code in the address is filled in, and never taken for typed: the user compares it with what the device shows. */
  @Get()
  show(@CurrentRealm() realm: Realm, @Query('user_code') userCode: unknown): PageView {
    return {
      view: 'device',
      data: { action: devicePage(realm) },
      values: { user_code: codeIn(userCode) },
      form: { purpose: PURPOSE },
    };
  }

  @Post()
  @FormOf(PURPOSE)
  async enter(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @FormParameters(['user_code']) form: Parameters,
    @Req() http: FastifyRequest,
  ): Promise<SeeOther> {
    const typed = form.get('user_code') ?? '';
    const device = await this.devices.find(realm, typed, { at: this.clock.now(), request: requestInfo(http) });
    if (!device) return unknownCode(realm, typed);
    const next = confirmation(device.userCode);
    const isKnown = (await this.signedIn.find(realm, browser)) !== null;
    return seeOther(isKnown ? `/realms/${realm.name}/${next}` : signInFor(realm, next));
  }

  /** Says what was done; without that, nothing. */
  @Get('done')
  done(): PageView {
    return { view: 'device-done', title: 'device:doneTitle' };
  }
}
