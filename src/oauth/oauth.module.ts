import { Module } from '@nestjs/common';
import { AttemptsModule } from '../attempts/attempts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { ConnectionProxyModule } from '../connections/proxy/proxy.module.js';
import { EgressModule } from '../egress/egress.module.js';
import { AllowedOrigins } from '../http/cors.js';
import { KeysModule } from '../keys/keys.module.js';
import { RealmsModule } from '../realms/realms.module.js';
import { ScopesModule } from '../scopes/scopes.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { UsersModule } from '../users/users.module.js';
import { AuthorizationServer } from './authorization-server.service.js';
import { AUTHORIZE_PROVIDERS } from './authorize/authorize.providers.js';
import { AuthorizationRequestsModule } from './authorize/authorization-requests.module.js';
import { ALL_CLIENT_AUTH_METHODS } from './client-auth/all-client-auth-methods.js';
import { AssertionJtisRepository } from './client-auth/assertion-jtis.repository.js';
import { ClientAssertions } from './client-auth/client-assertions.service.js';
import { ClientAuthenticator } from './client-auth/client-authenticator.js';
import { clientAuthMethods } from './client-auth/client-auth-methods.js';
import { SecretGuesses } from './client-auth/secret-guesses.service.js';
import { ClientKeysModule } from './client-keys/client-keys.module.js';
import { DeviceAuthorizationController } from './device/device-authorization.controller.js';
import { DeviceModule } from './device/device.module.js';
import { ConsentsModule } from './consents/consents.module.js';
import { AuthorizeController } from './endpoints/authorize.controller.js';
import { BrowserVisits } from './endpoints/browser-visits.service.js';
import { IntrospectionController } from './endpoints/introspection.controller.js';
import { IntrospectionHandler } from './endpoints/introspection.handler.js';
import { JwksController } from './endpoints/jwks.controller.js';
import { JwksHandler } from './endpoints/jwks.handler.js';
import { MetadataController } from './endpoints/metadata.controller.js';
import { MetadataHandler } from './endpoints/metadata.handler.js';
import { ParController } from './endpoints/par.controller.js';
import { PresentedTokens } from './endpoints/presented-tokens.js';
import { PublishedDocuments } from './endpoints/published-documents.js';
import { PostOnlyController } from './endpoints/post-only.controller.js';
import { RevocationController } from './endpoints/revocation.controller.js';
import { TokenController } from './endpoints/token.controller.js';
import { UserinfoController } from './endpoints/userinfo.controller.js';
import { ALL_GRANTS } from './grants/all-grants.js';
import { grants } from './grants/grants.js';
import { ALL_METADATA_PARTS, metadataParts } from './metadata/all-metadata-parts.js';
import { IdTokenHintsModule } from './openid/id-token-hints.module.js';
import { IdTokens } from './openid/id-tokens.service.js';
import { UserinfoHandler } from './openid/userinfo.handler.js';
import { RedirectOrigins } from './redirect-origins.js';
import { RegistrationModule } from './registration/registration.module.js';
import { SessionsModule } from '../users/sessions/sessions.module.js';
import { RequestObjects } from './request-objects/request-objects.service.js';
import { RequestUris } from './request-objects/request-uris.service.js';
import { HolderRefreshHandler } from './token/holder-refresh.handler.js';
import { TokenHandler } from './token/token.handler.js';

@Module({
  imports: [
    AttemptsModule,
    AuditModule,
    AuthorizationRequestsModule,
    ClientKeysModule,
    ClientsModule,
    ConnectionProxyModule,
    ConsentsModule,
    DeviceModule,
    IdTokenHintsModule,
    EgressModule,
    KeysModule,
    RealmsModule,
    RegistrationModule,
    ScopesModule,
    SessionsModule,
    TokensModule,
    UsersModule,
  ],
  controllers: [
    AuthorizeController,
    ParController,
    TokenController,
    IntrospectionController,
    RevocationController,
    DeviceAuthorizationController,
    UserinfoController,
    MetadataController,
    JwksController,
    PostOnlyController,
  ],
  providers: [
    ...ALL_GRANTS,
    grants,
    AssertionJtisRepository,
    ClientAssertions,
    ...ALL_CLIENT_AUTH_METHODS,
    clientAuthMethods,
    SecretGuesses,
    ClientAuthenticator,
    HolderRefreshHandler,
    TokenHandler,
    IntrospectionHandler,
    UserinfoHandler,
    IdTokens,
    PresentedTokens,
    RequestUris,
    RequestObjects,
    ...AUTHORIZE_PROVIDERS,
    BrowserVisits,
    ...ALL_METADATA_PARTS,
    metadataParts,
    MetadataHandler,
    JwksHandler,
    PublishedDocuments,
    AuthorizationServer,
    { provide: AllowedOrigins, useClass: RedirectOrigins },
  ],
  exports: [
    AuthorizationRequestsModule,
    AuthorizationServer,
    BrowserVisits,
    ClientAuthenticator,
    AllowedOrigins,
    IdTokenHintsModule,
  ],
})
export class OauthModule {}
