import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { RealmRef } from '../../database/realm-ref.js';
import type { EgressStream } from '../../egress/egress.types.js';
import { DomainError } from '../../kernel/domain-error.js';
import { PROXY_DEFAULTS, type ConnectionConfig, type ProxyRule, type RejectionRule } from '../configs/config.types.js';
import type { BoundVariables } from '../templates/bound-variables.js';
import { SecretWithheld, TemplateError } from '../templates/template-error.js';
import { compileUrl } from '../templates/url-template.js';
import { ConnectionVariables } from '../vault/connection-variables.service.js';
import { isRejection, needsBody } from '../vault/rejection.rules.js';
import type { FreshToken } from '../vault/token.types.js';
import { WithheldSecrets } from '../vault/withheld-secrets.service.js';
import type { UsableConnection } from './connection-access.service.js';
import type { HeaderLines } from './proxy-headers.rules.js';
import type { UpstreamRequest, WantedRequest } from './proxy.types.js';
import { headOf } from './stream-head.js';
import { UpstreamCalls, upstreamFault } from './upstream-calls.service.js';

/** Bytes: an error that says why is no longer than that. */
const JUDGED = 256 * 1024;

/** One call that was answered. */
export interface Attempt {
  readonly token: FreshToken;
  readonly request: UpstreamRequest;
  readonly url: URL;
  readonly answer: EgressStream;
  /** All of the answer's body, whether some of it was read already or not. */
  readonly body: Readable;
  /** The API says that the token is no longer good. */
  readonly rejected: boolean;
}

/** Makes a call with one token, and finds out whether the API has taken that. */
@Injectable()
export class UpstreamAttempts {
  constructor(
    private readonly calls: UpstreamCalls,
    private readonly variables: ConnectionVariables,
    private readonly withheld: WithheldSecrets,
  ) {}

  /** @throws DomainError */
  async make(realm: RealmRef, usable: UsableConnection, wanted: WantedRequest, token: FreshToken): Promise<Attempt> {
    try {
      return await this.attempt(realm, usable, wanted, token);
    } catch (error) {
      if (error instanceof SecretWithheld) await this.withheld.record(realm, usable.config, error);
      throw error instanceof TemplateError
        ? new DomainError(error.code, `The call cannot be made: ${error.message}.`)
        : error;
    }
  }

  private async attempt(
    realm: RealmRef,
    { connection, config }: UsableConnection,
    { make, deadline }: WantedRequest,
    token: FreshToken,
  ): Promise<Attempt> {
    const proxy = proxyOf(config.proxy);
    const variables = withToken(await this.variables.of(realm, config, connection), config, token);
    const base = compileUrl(proxy.baseUrl, config);
    const request = make(variables.at(base.host(variables)));
    refuseOtherMethods(request.method, proxy.allowedMethods);
    const { url, answer } = await this.calls.send({ realmId: realm.id, base, proxy, request, variables, deadline });
    return { token, request, url, answer, ...(await judged(config.rejectedWhen, answer)) };
  }
}

/** The refresh token is nothing that a call could be made with. */
function withToken(
  variables: BoundVariables,
  { accessTokenSetting }: ConnectionConfig,
  { accessToken: value, hosts }: FreshToken,
): BoundVariables {
  const names = [accessTokenSetting, 'access_token'];
  return variables.with(new Map(), new Map(names.map((name) => [name, { value, hosts }])));
}

function proxyOf(proxy: ProxyRule | null): ProxyRule {
  if (proxy) return proxy;
  throw new DomainError('provider_config_error', 'The config of the connection says nothing of an API to call.');
}

/** What only asks for the headers of a GET is one. */
function refuseOtherMethods(method: string, allowed: readonly string[]): void {
  const asked = method === 'HEAD' ? 'GET' : method;
  if ((allowed.length > 0 ? allowed : PROXY_DEFAULTS.allowedMethods).includes(asked)) return;
  throw DomainError.invalid('method', 'is not one that the config allows');
}

async function judged(rule: RejectionRule, answer: EgressStream): Promise<{ rejected: boolean; body: Readable }> {
  const { status, headers } = answer;
  const facts = {
    status,
    contentType: first(headers, 'content-type'),
    wwwAuthenticate: first(headers, 'www-authenticate'),
  };
  if (!needsBody(rule, status)) return { rejected: isRejection(rule, { ...facts, body: null }), body: answer.body };
  const { head, whole, rest } = await headOf(answer.body, JUDGED).catch((error: unknown) => {
    throw upstreamFault(error);
  });
  return { rejected: isRejection(rule, { ...facts, body: whole ? head.toString() : null }), body: rest() };
}

function first(headers: HeaderLines, name: string): string | null {
  const value = headers[name];
  return (typeof value === 'string' ? value : value?.join(', ')) ?? null;
}
