import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { Egress } from '../../egress/egress.service.js';
import { EgressError } from '../../egress/egress.types.js';
import type { Realm } from '../../realms/realm.types.js';
import type { LogoutDelivery } from './logout-delivery.types.js';
import { LogoutTokens } from './logout-tokens.service.js';

/** For a client that is told while a browser waits for its own answer. */
const TIMEOUT_MS = 3000;
/** What a client has to say to it is read, and thrown away. */
const MAX_BYTES = 16 * 1024;

/** `rejected`: the client has understood and does not want it (section 2.8): to tell it again changes nothing. */
export type LogoutAnswer = 'taken' | 'rejected' | 'unheard';

/** Tells a client once that a session has ended (OpenID Connect Back-Channel Logout section 2.5). */
@Injectable()
export class LogoutSender {
  constructor(
    private readonly egress: Egress,
    private readonly tokens: LogoutTokens,
  ) {}

  async send(realm: Realm, client: Client, address: string, delivery: LogoutDelivery): Promise<LogoutAnswer> {
    const token = await this.tokens.make(realm, client, delivery);
    const body = new URLSearchParams({ logout_token: token }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const request = { purpose: 'backchannel_logout_uri', method: 'POST', headers, body } as const;
    try {
      const { status } = await this.egress.fetch(address, { ...request, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES });
      if (status >= 200 && status < 300) return 'taken';
      return status === 400 ? 'rejected' : 'unheard';
    } catch (error) {
      if (error instanceof EgressError) return 'unheard';
      throw error;
    }
  }
}
