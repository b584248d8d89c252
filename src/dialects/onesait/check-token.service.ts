import { Injectable } from '@nestjs/common';
import { readParameters } from '../../protocol/parameters.js';
import type { Realm } from '../../realms/realm.types.js';
import { TokensService } from '../../tokens/tokens.service.js';
import { withoutForm, type OnesaitCall } from './call.mapper.js';
import { OnesaitCallers } from './callers.service.js';
import { checkedToken, type CheckedToken } from './check-token.mapper.js';
import { OnesaitHolders } from './holders.service.js';
import { tokenExpired, tokenMissing, tokenNotRecognised } from './onesait.errors.js';

/** What a realm may learn of its tokens: everything, and of others nothing. */
@Injectable()
export class OnesaitCheckTokenService {
  constructor(
    private readonly callers: OnesaitCallers,
    private readonly holders: OnesaitHolders,
    private readonly tokens: TokensService,
  ) {}

  /** @throws WireError in the dialect's words; OAuthError or DomainError for what the original does not foresee. */
  async check(call: OnesaitCall): Promise<CheckedToken> {
    const { realm } = await this.callers.require(withoutForm(call));
    const value = tokenOf(call);
    const token = await this.tokens.judge(realm, value);
    if (token?.kind !== 'access') throw await this.refused(realm, value);
    return checkedToken(value, token, await this.holders.describe(realm, token.client, token.user));
  }

  private async refused(realm: Realm, value: string): Promise<Error> {
    return (await this.tokens.hasExpired(realm, value)) ? tokenExpired() : tokenNotRecognised();
  }
}

/** @throws WireError when it is missing; OAuthError `invalid_request` when it is there twice. */
export function tokenOf({ parameters }: OnesaitCall): string {
  const value = readParameters(parameters, { once: ['token'] }).get('token');
  if (value === undefined) throw tokenMissing();
  return value;
}
