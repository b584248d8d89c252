import { Injectable } from '@nestjs/common';
import { pipeline } from 'node:stream';
import { Settings } from '../../config/settings.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { Realm } from '../../realms/realm.types.js';
import { ConnectionTokens } from '../vault/connection-tokens.service.js';
import type { FreshToken } from '../vault/token.types.js';
import type { UsableConnection } from './connection-access.service.js';
import { CountedBody } from './counted-body.js';
import { answeredHeaders } from './proxy-headers.rules.js';
import { proxyMaxBytes } from './proxy-limits.js';
import { ProxyRates } from './proxy-rates.service.js';
import { ProxyRecords, type ProxyUse } from './proxy-records.service.js';
import type { Caller, RequestMaker, UpstreamAnswer, WantedRequest } from './proxy.types.js';
import { type Attempt, UpstreamAttempts } from './upstream-attempts.service.js';

type Begun = Pick<ProxyUse, 'connection' | 'caller' | 'method' | 'began'>;

const SECOND = 1000;

/** Calls an API by a connection: its caller gets the answer, and never sees the credential. */
@Injectable()
export class ConnectionProxy {
  constructor(
    private readonly tokens: ConnectionTokens,
    private readonly attempts: UpstreamAttempts,
    private readonly rates: ProxyRates,
    private readonly records: ProxyRecords,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * A token that the API refuses is refreshed once, and the call made once more where its body is still there.
   *
   * @param method for the record, should it come to no call
   * @param read what is to be called; asked for once the call is let through, for it may have to take in a body
   * @throws DomainError `rate_limited`, `reauth_required`, `provider_error`, `provider_timeout`, `invalid_path` ...
   */
  async call(
    realm: Realm,
    usable: UsableConnection,
    caller: Caller,
    { method, read }: { method: string; read: () => Promise<RequestMaker> },
  ): Promise<UpstreamAnswer> {
    const { connection } = usable;
    await this.rates.take(realm, connection.id);
    const make = await read();
    const wanted: WantedRequest = { make, deadline: performance.now() + this.settings.connProxySeconds * SECOND };
    const begun: Begun = { connection, caller, method, began: this.clock.now() };
    try {
      const first = await this.attempts.make(realm, usable, wanted, await this.tokens.fresh(realm, connection));
      const attempt = first.rejected ? await this.again(realm, usable, wanted, first) : first;
      if (!attempt.rejected) await this.records.accepted(realm, connection, attempt.token);
      return this.answer(realm, begun, attempt);
    } catch (error) {
      const failed = { url: null, status: null, bytes: 0, ended: this.clock.now() };
      this.records.write(realm, { ...begun, ...failed });
      throw error;
    }
  }

  private async again(realm: Realm, usable: UsableConnection, wanted: WantedRequest, first: Attempt): Promise<Attempt> {
    const token = await this.newer(realm, usable, first);
    const { body } = first.request;
    if (!token || (body && 'stream' in body)) return first;
    first.answer.body.destroy();
    return this.attempts.make(realm, usable, wanted, token);
  }

  /** Null where there is none to be had: what the API said is then the answer. @throws DomainError `reauth_required` */
  private async newer(
    realm: Realm,
    { connection }: UsableConnection,
    { token, answer }: Attempt,
  ): Promise<FreshToken | null> {
    try {
      const newer = await this.tokens.afterRejection(realm, connection, token.version);
      return newer.version > token.version ? newer : null;
    } catch (error) {
      if (error instanceof DomainError && error.code !== 'reauth_required') return null;
      answer.body.destroy();
      throw error;
    }
  }

  private answer(realm: Realm, begun: Begun, attempt: Attempt): UpstreamAnswer {
    const { answer, body, token, url } = attempt;
    const { status } = answer;
    const most = proxyMaxBytes(this.settings);
    if (begun.method !== 'HEAD' && Number(answer.headers['content-length'] ?? 0) > most) {
      answer.body.destroy();
      throw new DomainError('provider_error', `The answer of the service is larger than ${most} bytes.`);
    }
    const counted = new CountedBody();
    pipeline(body, counted, () => {
      answer.body.destroy();
      const ended = this.clock.now();
      this.records.write(realm, { ...begun, url, status, bytes: counted.bytes, ended, credential: token.accessToken });
    });
    const told = { 'x-connection-version': String(token.version), 'x-upstream-status': String(status) };
    return { status, headers: { ...answeredHeaders(answer.headers, token.accessToken), ...told }, body: counted };
  }
}
