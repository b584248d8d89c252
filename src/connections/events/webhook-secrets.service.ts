import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Random } from '../../kernel/random.js';
import { RealmDataKeys } from '../../realms/realm-data-keys.js';
import { writtenSecret } from './webhook-signature.js';

const KEY_BYTES = 32;

/** Bound into the sealed value: that of another webhook does not open in its place. */
const rowOf = (realm: RealmRef, id: string): string => `secret of webhook ${id} of realm ${realm.id}`;

/** What signs for a webhook: in the open where it is made, and where a message is signed. */
@Injectable()
export class WebhookSecrets {
  constructor(
    private readonly dataKeys: RealmDataKeys,
    private readonly random: Random,
  ) {}

  async make(realm: RealmRef, id: string): Promise<{ secret: string; sealedSecret: string }> {
    const secret = writtenSecret(this.random.bytes(KEY_BYTES));
    const sealer = await this.dataKeys.sealerOf(realm);
    return { secret, sealedSecret: sealer.seal(Buffer.from(secret), rowOf(realm, id)) };
  }

  async open(realm: RealmRef, { id, sealedSecret }: { id: string; sealedSecret: string }): Promise<string> {
    const sealer = await this.dataKeys.sealerOf(realm);
    return sealer.open(sealedSecret, rowOf(realm, id)).toString();
  }
}
