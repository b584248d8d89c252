import { AttemptEntity } from './attempts/attempt.entity.js';
import { AuditEventEntity } from './audit/audit-event.entity.js';
import { ClientOriginEntity } from './clients/client-origin.entity.js';
import { InitialAccessTokenEntity } from './clients/initial-access-token.entity.js';
import { ClientEntity } from './clients/client.entity.js';
import type { EntityClass } from './database/open-database.js';
import { SigningKeyEntity } from './keys/signing-key.entity.js';
import { MailLinkEntity } from './mail/mail-link.entity.js';
import { AuthorizationRequestEntity } from './oauth/authorize/authorization-request.entity.js';
import { PushedRequestEntity } from './oauth/authorize/pushed-request.entity.js';
import { AssertionJtiEntity } from './oauth/client-auth/assertion-jti.entity.js';
import { DeviceCodeEntity } from './oauth/device/device-code.entity.js';
import { ConsentEntity } from './oauth/consents/consent.entity.js';
import { LogoutDeliveryEntity } from './oauth/logout/logout-delivery.entity.js';
import { RealmRoleEntity } from './realms/realm-role.entity.js';
import { RealmTextEntity } from './realms/realm-text.entity.js';
import { RealmEntity } from './realms/realm.entity.js';
import { RoleAssignmentEntity } from './realms/role-assignment.entity.js';
import { RoleAssociationEntity } from './realms/role-association.entity.js';
import { ScopeEntity } from './scopes/scope.entity.js';
import { ServerSecretEntity } from './secrets/server-secret.entity.js';
import { GrantEntity } from './tokens/grant.entity.js';
import { KeptPairEntity } from './tokens/kept-pair.entity.js';
import { RevokedJtiEntity } from './tokens/revoked-jti.entity.js';
import { TokenEntity } from './tokens/token.entity.js';
import { SessionEntity } from './users/sessions/session.entity.js';
import { UserEntity } from './users/user.entity.js';

/** Every entity of the server: the database module and the TypeORM command line are given this list. */
export const ENTITIES: readonly EntityClass[] = [
  AssertionJtiEntity,
  AttemptEntity,
  AuditEventEntity,
  AuthorizationRequestEntity,
  ClientEntity,
  ClientOriginEntity,
  ConsentEntity,
  DeviceCodeEntity,
  GrantEntity,
  InitialAccessTokenEntity,
  KeptPairEntity,
  LogoutDeliveryEntity,
  MailLinkEntity,
  PushedRequestEntity,
  RealmEntity,
  RealmRoleEntity,
  RealmTextEntity,
  RevokedJtiEntity,
  RoleAssignmentEntity,
  RoleAssociationEntity,
  ScopeEntity,
  ServerSecretEntity,
  SessionEntity,
  SigningKeyEntity,
  TokenEntity,
  UserEntity,
];
