import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { WireError } from '../../http/wire-error.js';
import { AuthorizationServer } from '../../oauth/authorization-server.service.js';
import type { TokenRequest } from '../../oauth/authorization-server.types.js';
import { GRANT_TYPES } from '../../protocol/names.js';
import { OAuthError } from '../../protocol/oauth-error.js';
import { readParameters, type Parameters } from '../../protocol/parameters.js';
import { parseScope } from '../../protocol/scope.js';
import type { IssuedTokens } from '../../tokens/token.types.js';
import type { User } from '../../users/user.types.js';
import type { OnesaitCall } from './call.mapper.js';
import { OnesaitCallers, type Caller } from './callers.service.js';
import { OnesaitHolders } from './holders.service.js';
import { OnesaitMembers } from './members.service.js';
import * as refusals from './onesait.errors.js';
import { grantTerms, passwordTerms, tokenRequest, tokenResponse, type OnesaitTokens } from './token.mapper.js';

const PARAMETERS = [
  'grant_type',
  'client_id',
  'client_secret',
  'scope',
  'username',
  'password',
  'refresh_token',
  'code',
  'redirect_uri',
  'code_verifier',
];

/** One request to the token endpoint: read, and with its caller known. */
interface Asked extends Caller {
  readonly call: OnesaitCall;
  readonly parameters: Parameters;
}

type Refusal = (error: OAuthError) => WireError | null;

/** onesait's token endpoint: its checks in its order, and the server's own behind them. */
@Injectable()
export class OnesaitTokenService {
  constructor(
    private readonly callers: OnesaitCallers,
    private readonly server: AuthorizationServer,
    private readonly members: OnesaitMembers,
    private readonly holders: OnesaitHolders,
    private readonly settings: Settings,
  ) {}

  /** @throws WireError in the dialect's words; OAuthError or DomainError for what the original does not foresee. */
  async token(call: OnesaitCall): Promise<OnesaitTokens> {
    const parameters = readParameters(call.parameters, { once: PARAMETERS });
    const { realm, client } = await this.callers.require(call);
    const asked = { realm, client, call, parameters };
    refuseOtherClient(asked);
    refuseScope(asked);
    const issued = await this.grantOf(asked)(asked);
    const holder = await this.holders.describe(realm, client, issued.user);
    return tokenResponse(issued, holder, call.at);
  }

  /** The realm's own client may have further grants, which this dialect does not offer. */
  private grantOf({ parameters }: Asked): (asked: Asked) => Promise<IssuedTokens> {
    const type = parameters.get('grant_type');
    if (type === undefined) throw refusals.grantTypeMissing();
    if (type === GRANT_TYPES.password) return (asked) => this.password(asked);
    if (type === GRANT_TYPES.refreshToken) return (asked) => this.refresh(asked);
    if (type === GRANT_TYPES.authorizationCode) return (asked) => this.code(asked);
    if (type === GRANT_TYPES.clientCredentials) throw refusals.grantNotAllowed(type);
    throw refusals.grantTypeUnknown(type);
  }

  private async password(asked: Asked): Promise<IssuedTokens> {
    const { realm, client, call, parameters } = asked;
    const [username, password] = [parameters.require('username'), parameters.require('password')];
    const user = await this.members.admit(realm, username, call.request);
    const scope = parameters.get('scope') ?? client.scopes.join(' ');
    const fields = { grant_type: GRANT_TYPES.password, username, password, scope };
    const request = tokenRequest(call, client, fields, passwordTerms(call.parameters));
    const refused: Refusal = ({ code }) => (code === 'invalid_grant' ? this.loginRefusal(user, username) : null);
    return this.issue(asked, request, refused);
  }

  /** The cost of a wrong password was paid whoever it was for. */
  private loginRefusal(user: User | null, username: string): WireError {
    const statuses = this.settings.dialectOnesaitStatuses;
    if (!user) return refusals.userUnknown(username, statuses);
    return user.enabled ? refusals.passwordIncorrect(username, statuses) : refusals.userDeactivated(username, statuses);
  }

  private refresh(asked: Asked): Promise<IssuedTokens> {
    const { client, call, parameters } = asked;
    const value = parameters.get('refresh_token');
    if (value === undefined) throw refusals.refreshTokenMissing();
    const fields = { grant_type: GRANT_TYPES.refreshToken, refresh_token: value, scope: parameters.get('scope') };
    const request = tokenRequest(call, client, fields);
    return this.issue(asked, request, (error) => this.refreshRefusal(error, value));
  }

  private refreshRefusal({ code, reason }: OAuthError, value: string): WireError | null {
    if (code !== 'invalid_grant') return null;
    if (reason === 'expired') return refusals.refreshTokenExpired(value);
    const refused = reason === 'other_client' ? refusals.refreshTokenOfOther : refusals.refreshTokenInvalid;
    return refused(value, this.settings.dialectOnesaitStatuses);
  }

  private code(asked: Asked): Promise<IssuedTokens> {
    const { call, client, parameters } = asked;
    const code = parameters.get('code');
    if (code === undefined) throw refusals.codeMissing();
    const proofs = { redirect_uri: parameters.get('redirect_uri'), code_verifier: parameters.get('code_verifier') };
    const fields = { grant_type: GRANT_TYPES.authorizationCode, code, ...proofs };
    const request = tokenRequest(call, client, fields, grantTerms(call.parameters));
    const { dialectOnesaitStatuses: statuses } = this.settings;
    const refused: Refusal = (error) => (error.code === 'invalid_grant' ? refusals.codeInvalid(code, statuses) : null);
    return this.issue(asked, request, refused);
  }

  private async issue(asked: Asked, request: TokenRequest, refusal: Refusal): Promise<IssuedTokens> {
    try {
      return await this.server.token(asked.realm, request);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      const refused = refusal(error) ?? usualRefusal(error, asked);
      throw refused ? refusals.because(refused, error) : error;
    }
  }
}

/** A `client_id` beside Basic proves nothing, but must not speak of another realm. */
function refuseOtherClient({ realm, parameters }: Asked): void {
  const named = parameters.get('client_id');
  if (named !== undefined && named !== realm.name) throw refusals.otherClientNamed();
}

function refuseScope({ client, parameters }: Asked): void {
  const text = parameters.get('scope');
  if (text === undefined) return;
  const lacking = parseScope(text)?.find((name) => !client.scopes.includes(name));
  if (parseScope(text) === null || lacking !== undefined)
    throw refusals.scopeNotAllowed(lacking ?? text, client.scopes);
}

function usualRefusal({ code }: OAuthError, { client, parameters }: Asked): WireError | null {
  if (code === 'invalid_scope') return refusals.scopeNotAllowed(parameters.get('scope') ?? '', client.scopes);
  if (code === 'unauthorized_client') return refusals.grantNotAllowed(parameters.require('grant_type'));
  return null;
}
