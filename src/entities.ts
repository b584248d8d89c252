import { AttemptEntity } from './attempts/attempt.entity.js';
import { AuditEventEntity } from './audit/audit-event.entity.js';
import { ClientOriginEntity } from './clients/client-origin.entity.js';
import { InitialAccessTokenEntity } from './clients/initial-access-token.entity.js';
import { ClientEntity } from './clients/client.entity.js';
import { AppSettingEntity } from './connections/apps/app-setting.entity.js';
import { ConnectionAppEntity } from './connections/apps/connection-app.entity.js';
import { InstallationEntity } from './connections/apps/installation.entity.js';
import { SettingValueEntity } from './connections/apps/setting-value.entity.js';
import { ConfigVersionEntity } from './connections/configs/config-version.entity.js';
import { ConfigEntity } from './connections/configs/config.entity.js';
import { ConnectSessionEntity } from './connections/connect/connect-session.entity.js';
import { ConnectStateEntity } from './connections/connect/connect-state.entity.js';
import { ConnectionEventEntity } from './connections/events/connection-event.entity.js';
import { EventDeliveryEntity } from './connections/events/event-delivery.entity.js';
import { WebhookEntity } from './connections/events/webhook.entity.js';
import { SavedRequestEntity } from './connections/proxy/saved-request.entity.js';
import { ConnectionSecretEntity } from './connections/vault/connection-secret.entity.js';
import { ConnectionEntity } from './connections/vault/connection.entity.js';
import { RevocationEntity } from './connections/vault/revocation.entity.js';
import { VaultKeyEntity } from './connections/vault/vault-key.entity.js';
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
  AppSettingEntity,
  AssertionJtiEntity,
  AttemptEntity,
  AuditEventEntity,
  AuthorizationRequestEntity,
  ClientEntity,
  ClientOriginEntity,
  ConfigEntity,
  ConfigVersionEntity,
  ConnectSessionEntity,
  ConnectStateEntity,
  ConnectionAppEntity,
  ConnectionEntity,
  ConnectionEventEntity,
  ConnectionSecretEntity,
  ConsentEntity,
  DeviceCodeEntity,
  EventDeliveryEntity,
  GrantEntity,
  InitialAccessTokenEntity,
  InstallationEntity,
  KeptPairEntity,
  LogoutDeliveryEntity,
  MailLinkEntity,
  PushedRequestEntity,
  RealmEntity,
  RealmRoleEntity,
  RealmTextEntity,
  RevocationEntity,
  RevokedJtiEntity,
  RoleAssignmentEntity,
  RoleAssociationEntity,
  SavedRequestEntity,
  ScopeEntity,
  ServerSecretEntity,
  SessionEntity,
  SettingValueEntity,
  SigningKeyEntity,
  TokenEntity,
  UserEntity,
  VaultKeyEntity,
  WebhookEntity,
];
