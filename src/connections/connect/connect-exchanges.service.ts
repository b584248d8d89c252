import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError } from '../../kernel/domain-error.js';
import { ConfigHosts } from '../configs/config-hosts.service.js';
import { ConfigsService } from '../configs/configs.service.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { strangersTo } from '../templates/host-patterns.js';
import { compilePath, PathError } from '../templates/json-path.js';
import { TemplateError } from '../templates/template-error.js';
import { shortened } from '../vault/column-bounds.js';
import { ProviderCalls } from '../vault/provider-calls.service.js';
import { ProviderError } from '../vault/provider.types.js';
import type { TokenSet } from '../vault/token.types.js';
import type { BoundInputs } from './connect-session.types.js';
import type { BoundCallback } from './connect-binding.types.js';
import { ConnectVariables } from './connect-variables.service.js';

/** What of a provider's own code is shown and kept. */
const CODE = /^[A-Za-z0-9_.-]{1,64}$/;

/** Nothing came of it, for a reason that may be told. */
export class ConnectFailure extends Error {
  override readonly name = 'ConnectFailure';

  constructor(
    readonly code: string,
    cause?: unknown,
  ) {
    super(`Nothing was connected (${code}).`, { cause });
  }
}

/** Gets tokens for the code that a callback brought. */
@Injectable()
export class ConnectExchanges {
  constructor(
    private readonly calls: ProviderCalls,
    private readonly variables: ConnectVariables,
    private readonly configs: ConfigsService,
    private readonly hosts: ConfigHosts,
  ) {}

  /** @throws ConnectFailure */
  async exchange(realm: RealmRef, config: ConnectionConfig, bound: BoundCallback): Promise<TokenSet> {
    refuseError(bound);
    const code = codeOf(config, bound);
    try {
      return await this.call(realm, config, bound, code);
    } catch (error) {
      if (error instanceof ProviderError && error.failure === 'config')
        await this.configs.markUnhealthy(realm, config, error.code);
      throw failureOf(error);
    }
  }

  private async call(
    realm: RealmRef,
    config: ConnectionConfig,
    { session, document, route, redirectUri }: BoundCallback,
    code: string,
  ): Promise<TokenSet> {
    const { codeVerifier, inputs } = route;
    await this.refuseStrangers(realm, config, inputs);
    const variables = await this.variables.of(realm, config, session, inputs);
    const asked = { code, codeVerifier, redirectUri, variables, callback: document };
    const tokens = await this.calls.exchangeCode(realm, config, asked);
    if (config.status === 'unhealthy') await this.configs.markHealthy(realm, config);
    const { accessToken, refreshToken } = tokens;
    const account = await this.calls.probeAccount(realm, config, {
      accessToken,
      refreshToken,
      hosts: inputs.hosts,
      variables,
    });
    if (session.connectionId !== null && config.paths.accountId !== null && account.accountId === null)
      throw new ConnectFailure('account_unknown');
    const { accountId, accountLabel } = account;
    return { ...tokens, accountId, accountLabel: accountLabel && shortened(accountLabel) };
  }

  /** While somebody was at the provider, a setting may have turned a host into another: nothing is asked of that one. */
  private async refuseStrangers(realm: RealmRef, config: ConnectionConfig, { hosts }: BoundInputs): Promise<void> {
    const now = await this.hosts.of(realm, config.appId, config);
    if (strangersTo(hosts, now).length > 0) throw new ConnectFailure('provider_config_error');
  }
}

/** The provider says no, or its user did (RFC 6749 section 4.1.2.1). */
function refuseError({ document: { error } }: BoundCallback): void {
  if (typeof error === 'string' && error !== '') throw new ConnectFailure(CODE.test(error) ? error : 'provider_error');
}

function codeOf({ paths }: ConnectionConfig, { document }: BoundCallback): string {
  try {
    const code = compilePath(paths.authCode).read(document);
    if (code) return code;
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
  }
  throw new ConnectFailure('code_missing');
}

const BY_FAILURE = {
  terminal: 'provider_error',
  transient: 'provider_error',
  config: 'provider_config_error',
} as const;

/** What went wrong unforeseen stays what it is. */
function failureOf(error: unknown): unknown {
  if (error instanceof ProviderError)
    return new ConnectFailure(error.failure === 'unusable' ? error.code : BY_FAILURE[error.failure], error);
  if (error instanceof DomainError || error instanceof TemplateError) return new ConnectFailure(error.code, error);
  return error;
}
