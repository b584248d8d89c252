import { Injectable } from '@nestjs/common';
import { KeysService } from '../keys/keys.service.js';
import { MASTER_REALM } from '../realms/realm.types.js';
import { RealmsService } from '../realms/realms.service.js';
import { ReadinessCheck } from './readiness-check.js';

/** That a signing key is there and opens: the wrong MASTER_KEY shows here before a client meets it. */
@Injectable()
export class KeysCheck extends ReadinessCheck {
  readonly name = 'keys';

  constructor(
    private readonly realms: RealmsService,
    private readonly keys: KeysService,
  ) {
    super();
  }

  async check(): Promise<void> {
    await this.keys.signer(await this.realms.get(MASTER_REALM));
  }
}
