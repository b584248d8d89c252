import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { Egress } from '../../egress/egress.service.js';
import { EgressError, type EgressStream } from '../../egress/egress.types.js';
import { BodyError } from '../../http/body-error.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { ProxyRule } from '../configs/config.types.js';
import { sentTo } from '../templates/bound-variables.js';
import type { UrlTemplate } from '../templates/url-template.js';
import type { Variables } from '../templates/template.js';
import { renderInjections, withQuery, type Injected } from './injections.js';
import { proxyMaxBytes } from './proxy-limits.js';
import { sentHeaders } from './proxy-headers.rules.js';
import { isBelow, upstreamUrl } from './proxy-path.rules.js';
import type { UpstreamRequest } from './proxy.types.js';
import { MAX_REDIRECTS, redirectOf } from './redirects.js';

/** What is sent, and where it may go. */
export interface UpstreamCall {
  readonly realmId: string;
  readonly base: UrlTemplate;
  readonly proxy: ProxyRule;
  readonly request: UpstreamRequest;
  readonly variables: Variables;
  /** By `performance.now()`. */
  readonly deadline: number;
}

/** One call to an API with a credential put in, followed where it leads below the base URL. */
@Injectable()
export class UpstreamCalls {
  constructor(
    private readonly egress: Egress,
    private readonly settings: Settings,
  ) {}

  /** @throws DomainError `invalid_path`, `provider_error`, `provider_timeout`, `provider_config_error` */
  async send(call: UpstreamCall): Promise<{ url: URL; answer: EgressStream }> {
    const { base, proxy, request, variables } = call;
    const baseUrl = base.render(sentTo(variables, base.host(variables)));
    const area = { baseUrl, allowedHosts: proxy.allowedHosts };
    let url = upstreamUrl(area, request.place);
    const injected = renderInjections(proxy.inject, sentTo(variables, url.host));
    for (let followed = 0; ; followed++) {
      const answer = await this.open(call, url, injected);
      const next = redirectOf(request.method, url, answer.status, answer.headers);
      if (!next || !isBelow(area, next) || followed === MAX_REDIRECTS) return { url, answer };
      answer.body.destroy();
      url = next;
    }
  }

  private async open(
    { realmId, request, deadline }: UpstreamCall,
    url: URL,
    injected: Injected,
  ): Promise<EgressStream> {
    const timeoutMs = Math.ceil(deadline - performance.now());
    if (timeoutMs <= 0) throw tooSlow();
    const { method, body } = request;
    const headers = sentHeaders(request.headers, injected.headers);
    const content = body && ('bytes' in body ? body.bytes : body.stream);
    try {
      return await this.egress.open(withQuery(url, injected.query).href, {
        purpose: 'proxy',
        realmId,
        method,
        headers,
        ...(content && { body: content }),
        maxBytes: proxyMaxBytes(this.settings),
        timeoutMs,
        standardPort: true,
      });
    } catch (error) {
      throw upstreamFault(error);
    }
  }
}

/** What its caller is told of a call that came to no answer. */
export function upstreamFault(error: unknown): unknown {
  if (!(error instanceof EgressError)) return error;
  if (error.cause instanceof BodyError) return error.cause;
  switch (error.fault) {
    case 'too_slow':
      return tooSlow();
    case 'refused':
      return new DomainError('provider_config_error', 'The address of the service may not be called from here.');
    case 'busy':
      return new DomainError('unavailable', 'Too many calls are under way.', { retryAfter: 1 });
    default:
      return new DomainError('provider_error', 'The service could not be reached.');
  }
}

const tooSlow = (): DomainError => new DomainError('provider_timeout', 'The service did not answer in time.');
