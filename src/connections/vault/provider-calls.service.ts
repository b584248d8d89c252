import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Egress } from '../../egress/egress.service.js';
import { EgressError, type EgressFault, type EgressResponse } from '../../egress/egress.types.js';
import { Clock } from '../../kernel/clock.js';
import type { ConnectionConfig, RequestTemplate } from '../configs/config.types.js';
import { callbackUrl } from '../connect/callback-path.js';
import { nearer, type BoundValue } from '../templates/bound-variables.js';
import type { Variables } from '../templates/template.js';
import { SecretWithheld, TemplateError } from '../templates/template-error.js';
import { variablesOf, type VariableSources } from '../templates/variables.js';
import { toldMoment } from './expiry.rules.js';
import { AnswerSecrets } from './answer-secrets.js';
import { textAt } from './answer-values.js';
import { documentOf, tokensIn, type AskedWith } from './provider-answer.js';
import { isRejection } from './rejection.rules.js';
import { WithheldSecrets } from './withheld-secrets.service.js';
import { accountRequest, clientRequest, type ProviderRequest, tokenRequest } from './provider-request.js';
import {
  ProviderError,
  TOO_BUSY,
  type CodeExchange,
  type HeldTokens,
  type IntrospectedToken,
  type ProbedAccount,
} from './provider.types.js';
import type { TokenSet } from './token.types.js';

const KIB = 1024;
const CODES: Readonly<Partial<Record<EgressFault, string>>> = { too_slow: 'timeout', busy: TOO_BUSY };

/** Asks providers what their configs say, and reads what they answer. Every method throws a {@link ProviderError}. */
@Injectable()
export class ProviderCalls {
  constructor(
    private readonly egress: Egress,
    private readonly settings: Settings,
    private readonly withheld: WithheldSecrets,
    private readonly clock: Clock,
  ) {}

  async exchangeCode(realm: RealmRef, config: ConnectionConfig, exchange: CodeExchange): Promise<TokenSet> {
    const { code, codeVerifier, redirectUri, callback } = exchange;
    const flow = {
      auth_code: code,
      ...(codeVerifier !== null && { code_verifier: codeVerifier }),
      redirect_uri: redirectUri,
      scope: scopeOf(config),
    };
    const variables = within(exchange.variables, { flow });
    return this.tokens(realm, config, () => tokenRequest(config, 'authorization_code', variables), { callback });
  }

  /** New tokens of a config whose client acts for itself (RFC 6749 section 4.4). */
  async clientCredentials(realm: RealmRef, config: ConnectionConfig, known: Variables): Promise<TokenSet> {
    const variables = within(known, { flow: { scope: scopeOf(config) } });
    return this.tokens(realm, config, () => tokenRequest(config, 'client_credentials', variables));
  }

  async refresh(realm: RealmRef, config: ConnectionConfig, held: HeldTokens): Promise<TokenSet> {
    const redirect_uri = callbackUrl(this.settings.publicUrl, config.publicKey);
    const flow = { redirect_uri, scope: scopeOf(config) };
    const variables = within(withTokens(config, held), { flow });
    return this.tokens(realm, config, () => tokenRequest(config, 'refresh_token', variables), { held });
  }

  /** Nothing where the config does not say how. */
  async revoke(realm: RealmRef, config: ConnectionConfig, held: HeldTokens): Promise<void> {
    const { revoke } = config;
    if (!revoke) return;
    const { status } = await this.asClient(realm, config, revoke, held);
    if (status >= 500 || status === 408 || status === 429)
      throw new ProviderError('transient', `http_${status}`, { status });
    if (status === 401 || status === 403) throw new ProviderError('config', `http_${status}`, { status });
  }

  /** Null where the config does not say how, or the answer not whether (`active` of RFC 7662 section 2.2). */
  async introspect(realm: RealmRef, config: ConnectionConfig, held: HeldTokens): Promise<IntrospectedToken | null> {
    const { introspect } = config;
    if (!introspect) return null;
    const now = this.clock.now();
    const document = documentOf(config, await this.asClient(realm, config, introspect, held), now, held);
    const active = textAt('$.active', document);
    if (active !== 'true' && active !== 'false') return null;
    return { active: active === 'true', expiresAt: toldMoment(textAt('$.exp', document)) };
  }

  /**
   * Whose account it is; nothing where the config does not say how to find out. No refresh token goes along. It fails as
   * `terminal` where the API refuses the token.
   */
  async probeAccount(realm: RealmRef, config: ConnectionConfig, held: HeldTokens): Promise<ProbedAccount> {
    const { testRequest, paths } = config;
    if (!testRequest) return { accountId: null, accountLabel: null };
    const variables = withTokens(config, { ...held, refreshToken: null });
    const now = this.clock.now();
    const answer = await this.send(realm, config, () => accountRequest(config, testRequest, variables), 'test');
    refuseRejected(config, answer);
    const document = documentOf(config, answer, now, held);
    const secrets = new AnswerSecrets(paths, document, held);
    const shownAt = (path: string | null): string | null => secrets.shown(textAt(path, document));
    return { accountId: shownAt(paths.accountId), accountLabel: shownAt(paths.accountLabel) };
  }

  private asClient(
    realm: RealmRef,
    config: ConnectionConfig,
    template: RequestTemplate,
    held: HeldTokens,
  ): Promise<EgressResponse> {
    const variables = withTokens(config, held);
    const build = (): ProviderRequest => clientRequest(config, template, variables);
    return this.send(realm, config, build, 'revocation or introspection');
  }

  private async tokens(
    realm: RealmRef,
    config: ConnectionConfig,
    build: () => ProviderRequest,
    asked: AskedWith = {},
  ): Promise<TokenSet> {
    const now = this.clock.now();
    return tokensIn(config, await this.send(realm, config, build, 'tokens'), now, asked);
  }

  private async send(
    realm: RealmRef,
    config: ConnectionConfig,
    build: () => ProviderRequest,
    purpose: string,
  ): Promise<EgressResponse> {
    const { url, ...request } = await this.built(realm, config, build);
    const limits = {
      maxBytes: this.settings.connTokenAnswerKib * KIB,
      timeoutMs: this.settings.connHttpTimeoutMs,
      connectTimeoutMs: Math.min(this.settings.connHttpConnectTimeoutMs, this.settings.connHttpTimeoutMs),
      standardPort: true,
      lane: 'provider' as const,
    };
    try {
      return await this.egress.fetch(url, { purpose: `connection: ${purpose}`, ...request, ...limits });
    } catch (error) {
      if (!(error instanceof EgressError)) throw error;
      const code = CODES[error.fault] ?? error.fault;
      throw new ProviderError('transient', code, { mayHaveHappened: error.sent }, error);
    }
  }

  /** What is wrong with a template's values cannot be mended by asking again, and is nothing that the provider said. */
  private async built(
    realm: RealmRef,
    config: ConnectionConfig,
    build: () => ProviderRequest,
  ): Promise<ProviderRequest> {
    try {
      return build();
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      if (error instanceof SecretWithheld) await this.withheld.record(realm, config, error);
      throw new ProviderError('unusable', error.code, {}, error);
    }
  }
}

const within = (known: Variables, sources: VariableSources): Variables => nearer(known, variablesOf(sources));

const scopeOf = ({ scopes, scopeSeparator }: ConnectionConfig): string => scopes.join(scopeSeparator);

/** The tokens by all their names; each may be sent where they were given, and nowhere else. */
function withTokens(config: ConnectionConfig, { accessToken, refreshToken, hosts, variables }: HeldTokens): Variables {
  const { accessTokenSetting, refreshTokenSetting } = config;
  const named = variablesOf({ tokens: { accessToken, refreshToken, accessTokenSetting, refreshTokenSetting } });
  const bound = [...named].map(([name, value]): [string, BoundValue] => [name, { value, hosts }]);
  return nearer(variables, new Map(), new Map(bound));
}

/** By its status, or by what else the config knows refusals of the API by. */
function refuseRejected({ rejectedWhen }: ConnectionConfig, { status, headers, body }: EgressResponse): void {
  if (status === 401) throw new ProviderError('terminal', 'http_401', { status });
  const contentType = headers['content-type'] ?? null;
  const wwwAuthenticate = headers['www-authenticate'] ?? null;
  const judged = { status, contentType, wwwAuthenticate, body: body.toString() };
  if (isRejection(rejectedWhen, judged)) throw new ProviderError('terminal', 'token_rejected', { status });
}
