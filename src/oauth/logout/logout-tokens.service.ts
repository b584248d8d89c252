import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock, toSeconds } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { KeysService } from '../../keys/keys.service.js';
import { LOGOUT_TOKEN_TYP } from '../../protocol/names.js';
import { RealmIssuer } from '../../tokens/realm-issuer.js';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** One is made for each attempt, and is good for no longer than that takes. */
const LIFETIME_SECONDS = 120;

/** Logout tokens (OpenID Connect Back-Channel Logout section 2.4): never with a `nonce`, or they could pass for ID tokens. */
@Injectable()
export class LogoutTokens {
  constructor(
    private readonly keys: KeysService,
    private readonly issuer: RealmIssuer,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Signed as the ID tokens of the client are. */
  make(realm: RealmRef, client: Client, about: { readonly sub: string; readonly sid: string }): Promise<string> {
    const iat = toSeconds(this.clock.now());
    return this.keys.sign(realm, client.idTokenSignedResponseAlg, LOGOUT_TOKEN_TYP, {
      iss: this.issuer.of(realm),
      aud: client.clientId,
      sub: about.sub,
      sid: about.sid,
      iat,
      exp: iat + LIFETIME_SECONDS,
      jti: this.ids.next(),
      events: { [EVENT]: {} },
    });
  }
}
