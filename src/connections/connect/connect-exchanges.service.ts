import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError } from '../../kernel/domain-error.js';
import { ConfigHosts } from '../configs/config-hosts.service.js';
import { ConfigsService } from '../configs/configs.service.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import type { BoundVariables } from '../templates/bound-variables.js';
import { strangersTo } from '../templates/host-patterns.js';
import { compilePath, PathError } from '../templates/json-path.js';
import { TemplateError } from '../templates/template-error.js';
import { shortened } from '../vault/column-bounds.js';
import { ProviderCalls } from '../vault/provider-calls.service.js';
import { ProviderError } from '../vault/provider.types.js';
import type { BoundInputs, ConnectSession, TakenGrant } from './connect-session.types.js';
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

/** Tokens, and what they were asked for with: nothing has to be read before they are saved. */
export interface Exchanged {
  readonly grant: TakenGrant;
  readonly variables: BoundVariables;
}

/** Gets tokens for the code that a callback brought, and finds out whose they are. */
@Injectable()
export class ConnectExchanges {
  constructor(
    private readonly calls: ProviderCalls,
    private readonly variables: ConnectVariables,
    private readonly configs: ConfigsService,
    private readonly hosts: ConfigHosts,
  ) {}

  /** @throws ConnectFailure */
  exchange(realm: RealmRef, config: ConnectionConfig, bound: BoundCallback): Promise<Exchanged> {
    return this.explained(realm, config, async () => {
      refuseError(bound);
      const { session, document: callback, redirectUri, route } = bound;
      const code = codeOf(config, bound);
      await this.refuseStrangers(realm, config, route.inputs);
      const variables = await this.variables.of(realm, config, session, route.inputs);
      const asked = { code, codeVerifier: route.codeVerifier, redirectUri, variables, callback };
      return {
        variables,
        grant: { tokens: await this.calls.exchangeCode(realm, config, asked), inputs: route.inputs },
      };
    });
  }

  /** With the account that the tokens are of, where the config says how to find that out. @throws ConnectFailure */
  identify(
    realm: RealmRef,
    config: ConnectionConfig,
    session: ConnectSession,
    { variables, grant: { tokens, inputs } }: Exchanged,
  ): Promise<TakenGrant> {
    return this.explained(realm, config, async () => {
      if (config.status === 'unhealthy') await this.configs.markHealthy(realm, config);
      const { accessToken, refreshToken } = tokens;
      const held = { accessToken, refreshToken, hosts: inputs.hosts, variables };
      const { accountId, accountLabel } = await this.calls.probeAccount(realm, config, held);
      if (session.connectionId !== null && config.paths.accountId !== null && accountId === null)
        throw new ConnectFailure('account_unknown');
      return { inputs, tokens: { ...tokens, accountId, accountLabel: accountLabel && shortened(accountLabel) } };
    });
  }

  private async explained<T>(realm: RealmRef, config: ConnectionConfig, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ProviderError && error.failure === 'config')
        await this.configs.markUnhealthy(realm, config, error.code);
      throw failureOf(error);
    }
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
