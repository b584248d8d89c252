import {
  CLIENT_TYPES,
  REFRESH_TOKEN_POLICIES,
  type ClientType,
  type RefreshTokenPolicy,
} from '../../clients/client.types.js';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../../kernel/jws.js';
import { CLIENT_AUTH_METHODS, type ClientAuthMethodName } from '../../protocol/names.js';
import { TOKEN_FORMATS, type TokenFormat } from '../../realms/realm.types.js';
import { ChoiceField, FlagField, SecondsField, TextField, TextListField, TimeField } from '../conventions/fields.js';
import { ClientSignInDto } from './client-sign-in.dto.js';

const optional = true;
const nullable = true;
const PRINTABLE = /^[\x21-\x7e]+$/;

/** The body of a PATCH: what is absent stays, null clears, a list replaces the list. */
export class ClientChangesDto extends ClientSignInDto {
  @TextField({ description: 'Name that people read.', example: 'Order service', optional, nullable })
  name?: string | null;

  @TextListField({
    description: 'Grants it may use.',
    example: ['client_credentials'],
    maxItems: 20,
    optional,
  })
  grantTypes?: string[];

  @TextListField({
    description: 'Scopes it may ask for; each exists in the realm.',
    example: ['profile'],
    maxLength: 128,
    optional,
  })
  scopes?: string[];

  @TextListField({ description: 'What it gets when it asks for none.', example: [], maxLength: 128, optional })
  defaultScopes?: string[];

  @TextListField({
    description: 'Where codes may be sent: compared exactly, only a loopback port may vary.',
    example: ['https://orders.example.com/callback'],
    maxItems: 50,
    maxLength: 2000,
    optional,
  })
  redirectUris?: string[];

  @FlagField({ description: 'Whether codes need PKCE S256; always, for public clients.', example: true, optional })
  requirePkce?: boolean;

  @TextListField({
    description: 'How it authenticates: for a confidential client, by default, both ways of sending its secret.',
    example: [CLIENT_AUTH_METHODS.basic],
    maxItems: 10,
    optional,
  })
  tokenEndpointAuthMethods?: ClientAuthMethodName[];

  @TextListField({ description: 'Roles it holds when it acts for itself.', example: [], maxLength: 64, optional })
  roles?: string[];

  @TextListField({
    description: '`aud` of its tokens when it names no resource; else the issuer.',
    example: [],
    maxItems: 20,
    maxLength: 1000,
    optional,
  })
  audience?: string[];

  @TextListField({
    description: 'Resources (RFC 8707) it may name, and for which it may introspect.',
    example: ['https://api.example.com'],
    maxItems: 50,
    maxLength: 1000,
    optional,
  })
  resources?: string[];

  @ChoiceField({
    description: 'Form of its access tokens; null: as the realm says.',
    example: null,
    of: TOKEN_FORMATS,
    optional,
    nullable,
  })
  accessTokenFormat?: TokenFormat | null;

  @ChoiceField({
    description: 'Algorithm that signs them; null: as the realm says.',
    example: null,
    of: SIGNING_ALGORITHMS,
    optional,
    nullable,
  })
  accessTokenSigningAlg?: SigningAlgorithm | null;

  @ChoiceField({
    description: 'Algorithm that signs its ID tokens.',
    example: 'RS256',
    of: SIGNING_ALGORITHMS,
    optional,
  })
  idTokenSignedResponseAlg?: SigningAlgorithm;

  @SecondsField({
    description: 'Lifetime of its access tokens; null: as the realm says.',
    example: null,
    optional,
    nullable,
  })
  accessTokenValiditySeconds?: number | null;

  @SecondsField({
    description: 'Idle lifetime of its refresh tokens; null: as the realm says.',
    example: null,
    optional,
    nullable,
  })
  refreshTokenValiditySeconds?: number | null;

  @ChoiceField({
    description: 'Whether a refresh gives a new refresh token.',
    example: 'rotate',
    of: REFRESH_TOKEN_POLICIES,
    optional,
  })
  refreshTokenPolicy?: RefreshTokenPolicy;

  @FlagField({ description: 'Whether the token endpoint takes JSON from it.', example: false, optional })
  acceptsJson?: boolean;

  @FlagField({ description: 'Whether it may refresh without its secret.', example: false, optional })
  refreshWithoutAuthentication?: boolean;

  @TextField({
    description: 'What `aud` of its assertions must be, where that is not the issuer.',
    example: null,
    optional,
    nullable,
  })
  assertionAudience?: string | null;

  @FlagField({
    description: 'A disabled client is refused at once, and so is whatever it holds.',
    example: true,
    optional,
  })
  enabled?: boolean;

  @TimeField({ description: 'Whatever was issued to it up to then is refused.', optional, nullable })
  notBefore?: string | null;
}

export class NewClientDto extends ClientChangesDto {
  @TextField({
    description: 'Unique in its realm; never of the form of a UUID.',
    example: 'order-service',
    max: 128,
    pattern: PRINTABLE,
    rule: 'must be printable ASCII without spaces',
  })
  clientId: string;

  @ChoiceField({ description: 'Whether it can keep a secret.', example: 'confidential', of: CLIENT_TYPES, optional })
  type?: ClientType;

  @TextField({
    description: 'Absent: one is generated and answered once. Null: none, the realm key authenticates the client.',
    example: 'a-secret-of-your-own-choice',
    min: 16,
    max: 256,
    pattern: /^[\x20-\x7e]+$/,
    rule: 'must consist of printable characters',
    optional,
    nullable,
  })
  clientSecret?: string | null;
}
