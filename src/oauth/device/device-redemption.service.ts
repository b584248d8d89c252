import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { Transaction } from '../../database/transaction.js';
import { invalidGrant, OAuthError } from '../../protocol/oauth-error.js';
import { isSubset } from '../../protocol/scope.js';
import type { Realm } from '../../realms/realm.types.js';
import type { AuthorizationFacts } from '../../tokens/authorization.types.js';
import { standBy } from '../../tokens/liveness.rules.js';
import type { ClientIssuance, Issuance, IssuedTokens } from '../../tokens/token.types.js';
import { TokensService } from '../../tokens/tokens.service.js';
import { SessionsService } from '../../users/sessions/sessions.service.js';
import type { User } from '../../users/user.types.js';
import { UsersService } from '../../users/users.service.js';
import { notYetAllowed } from '../consents/consent.rules.js';
import { ConsentsService } from '../consents/consents.service.js';
import { mayRefresh } from '../token/may-refresh.js';
import { deviceCodeHash } from './device-code-value.js';
import type { DeviceCode } from './device-code.types.js';
import { DeviceCodesRepository } from './device-codes.repository.js';

/** What a poll may come too early, for the ways that requests take are not all of one length. */
const GRACE_MS = 500;
const OFFLINE_ACCESS = 'offline_access';

type DeviceIssuance = Issuance & Pick<ClientIssuance, 'grantType'>;
/** A code that its user has allowed. */
type AllowedCode = DeviceCode & { readonly userId: string; readonly sessionId: string };

/** Answers a device that polls (RFC 8628 section 3.5). Every check precedes the claim of the code. */
@Injectable()
export class DeviceRedemption {
  constructor(
    private readonly codes: DeviceCodesRepository,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly consents: ConsentsService,
    private readonly tokens: TokensService,
    private readonly transaction: Transaction,
  ) {}

  /** @throws OAuthError `authorization_pending`, `slow_down`, `expired_token`, `access_denied` or `invalid_grant`. */
  async redeem(realm: Realm, client: Client, presented: string, issuance: DeviceIssuance): Promise<IssuedTokens> {
    const hash = deviceCodeHash(presented);
    const code = hash && (await this.codes.find(realm, hash));
    if (!code) throw invalidGrant('The device code is unknown in this realm.', 'unknown');
    if (code.clientId !== client.id) throw invalidGrant('The device code is of another client.', 'other_client');
    if (code.consumedAt !== null) throw invalidGrant('The device code was used.', 'used');
    if (code.expiresAt <= issuance.at) throw new OAuthError('expired_token', 'The device code has expired.');
    if (code.decision === null) throw await this.pending(realm, code, issuance.at);
    if (!isAllowed(code)) throw denied();
    const user = await this.approver(realm, client, code);
    return this.transaction.run(() => this.issue(realm, client, user, { code, issuance }));
  }

  private async pending(realm: Realm, { hash }: DeviceCode, at: number): Promise<OAuthError> {
    if (await this.codes.poll(realm, hash, at, GRACE_MS)) {
      return new OAuthError('authorization_pending', 'The user has not decided yet.');
    }
    return new OAuthError('slow_down', 'The device asks too often: from now on it waits five seconds longer.');
  }

  /** Whoever allowed it must still be somebody, and still allow it (requirement 60); the client must still have its scopes. */
  private async approver(realm: Realm, client: Client, code: AllowedCode): Promise<User> {
    const user = await this.users.findById(realm, code.userId);
    if (!user || !standBy({ realm, client, user }, code.decidedAt ?? code.createdAt)) {
      throw invalidGrant('The user, the client or the realm does not stand by the device any more.', 'ended');
    }
    const consent = await this.consents.find(realm, user.id, client.id);
    if (notYetAllowed(consent, code.scope).length > 0) throw denied();
    if (!isSubset(code.scope, client.scopes)) throw invalidGrant('The client has lost a scope.', 'not_allowed');
    return user;
  }

  /** In a transaction: what the session began cannot come to be after its end. */
  private async issue(
    realm: Realm,
    client: Client,
    user: User,
    { code, issuance }: { code: AllowedCode; issuance: DeviceIssuance },
  ): Promise<IssuedTokens> {
    const { scope, resources, sessionId } = code;
    if (isOnline(code) && !(await this.sessions.hold(realm, sessionId, issuance.at))) throw denied();
    if (!(await this.codes.claim(realm, code.hash, client.id, issuance.at))) {
      throw invalidGrant('The device code was used.', 'used');
    }
    const attributes = { authorization: factsOf(code) };
    const withRefresh = mayRefresh(client);
    return this.tokens.startGrant(realm, client, user, {
      ...issuance,
      scope,
      resources,
      sessionId,
      attributes,
      withRefresh,
    });
  }
}

/** RFC 8628 section 3.5 answers with 400 where the admin API would say 403. */
const denied = (): OAuthError => new OAuthError('access_denied', 'The user has refused the device.', { status: 400 });

const isAllowed = (code: DeviceCode): code is AllowedCode =>
  code.decision === 'allow' && code.userId !== null && code.sessionId !== null;

const isOnline = ({ scope }: DeviceCode): boolean => !scope.includes(OFFLINE_ACCESS);

/** As of a grant that began at the authorization endpoint: an ID token says how the user had signed in (requirement 54). */
const factsOf = (code: AllowedCode): AuthorizationFacts => ({
  authTime: code.authentication?.authTime ?? code.createdAt,
  acr: code.authentication?.acr ?? null,
  amr: code.authentication?.amr ?? [],
  redirectUri: null,
  codeChallenge: null,
  nonce: null,
  claims: null,
  online: isOnline(code),
});
