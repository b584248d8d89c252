import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS } from '../../audit/audit.types.js';
import type { RealmRef } from '../../database/realm-ref.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import type { SecretWithheld } from '../templates/template-error.js';

/** Writes down that a config would have sent a secret to a host that it was not entered for: somebody may have meant it to. */
@Injectable()
export class WithheldSecrets {
  constructor(private readonly audit: AuditService) {}

  record(
    realm: RealmRef,
    { id, version }: Pick<ConnectionConfig, 'id' | 'version'>,
    { secret, host }: SecretWithheld,
  ): Promise<void> {
    return this.audit.record(realm, {
      type: AUDIT_EVENTS.connectionSecretWithheld,
      outcome: 'failure',
      detail: { config: id, version, secret, host },
    });
  }
}
