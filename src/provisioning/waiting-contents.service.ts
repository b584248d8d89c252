import { Injectable } from '@nestjs/common';
import { MailLinks } from '../mail/mail-links.service.js';
import { DeviceAuthorizations } from '../oauth/device/device-authorizations.service.js';
import type { Realm } from '../realms/realm.types.js';

/** What waits in a realm for somebody to come back: by a mailed link, or with the code of a device. */
@Injectable()
export class WaitingContents {
  constructor(
    private readonly links: MailLinks,
    private readonly devices: DeviceAuthorizations,
  ) {}

  /** Inside the transaction that deletes the realm. */
  async deleteAllOf(realm: Realm): Promise<void> {
    await this.links.deleteAllOf(realm);
    await this.devices.deleteAllOf(realm);
  }
}
