import { IsObject } from 'class-validator';
import {
  APPLICATION_TYPES,
  ASSERTION_ALGORITHMS,
  REQUEST_OBJECT_ALGORITHMS,
  SUBJECT_TYPES,
  type ApplicationType,
  type AssertionAlgorithm,
  type ClientJwks,
  type RequestObjectAlgorithm,
  type SubjectType,
} from '../../clients/sign-in.types.js';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../../kernel/jws.js';
import { IsJsonObject } from '../conventions/json-object.validator.js';
import { ChoiceField, field, FlagField, IntegerField, TextField, TextListField } from '../conventions/fields.js';

const optional = true;
const nullable = true;
const MAX_URI = 2048;
const MAX_AGE = 315_360_000;

const UriField = (description: string, example: string | null = null): PropertyDecorator =>
  TextField({ description, example, max: MAX_URI, optional, nullable });
const UriListField = (description: string, example: string[] = []): PropertyDecorator =>
  TextListField({ description, example, maxItems: 50, maxLength: MAX_URI, optional });

/** What a client says of how users sign in to it. */
export class ClientSignInDto {
  @ChoiceField({ description: 'What kind of application it is.', example: 'web', of: APPLICATION_TYPES, optional })
  applicationType?: ApplicationType;

  @UriListField('Where a browser may be sent after logout: compared exactly.', ['https://orders.example.com/'])
  postLogoutRedirectUris?: string[];

  @UriField('Where the server tells it that a session has ended.', 'https://orders.example.com/logout')
  backchannelLogoutUri?: string | null;

  @FlagField({ description: 'Whether that needs the `sid` of the session.', example: false, optional })
  backchannelLogoutSessionRequired?: boolean;

  @ChoiceField({
    description: '`pairwise`: users appear under a `sub` of its own.',
    example: 'public',
    of: SUBJECT_TYPES,
    optional,
  })
  subjectType?: SubjectType;

  @UriField('Document that lists the redirect URIs of all clients that share one pairwise `sub`.')
  sectorIdentifierUri?: string | null;

  @ChoiceField({
    description: 'Algorithm that signs its userinfo answers; null: plain JSON.',
    example: null,
    of: SIGNING_ALGORITHMS,
    optional,
    nullable,
  })
  userinfoSignedResponseAlg?: SigningAlgorithm | null;

  @ChoiceField({
    description: 'Algorithm of its request objects; null: any. `none` is for clients of dynamic registration.',
    example: null,
    of: REQUEST_OBJECT_ALGORITHMS,
    optional,
    nullable,
  })
  requestObjectSigningAlg?: RequestObjectAlgorithm | null;

  @UriListField('Where its request objects may be fetched from.')
  requestUris?: string[];

  @field({ description: 'Its public keys: a JWK set.', example: null, optional, nullable }, { type: Object }, [
    IsObject(),
    IsJsonObject({ maxBytes: 16_384 }),
  ])
  jwks?: ClientJwks | null;

  @UriField('Where its public keys are published, in place of `jwks`.')
  jwksUri?: string | null;

  @ChoiceField({
    description: 'Algorithm of the assertions that authenticate it; null: any that its method takes.',
    example: null,
    of: ASSERTION_ALGORITHMS,
    optional,
    nullable,
  })
  tokenEndpointAuthSigningAlg?: AssertionAlgorithm | null;

  @IntegerField({
    description: 'Seconds after which a user has to sign in anew, when a request does not say; null: never.',
    example: null,
    min: 0,
    max: MAX_AGE,
    optional,
    nullable,
  })
  defaultMaxAge?: number | null;

  @FlagField({ description: 'Whether its ID tokens always hold `auth_time`.', example: false, optional })
  requireAuthTime?: boolean;

  @TextListField({ description: 'What `acr` it asks for when a request does not say.', example: [], optional })
  defaultAcrValues?: string[];

  @UriField('Where a third party may start a sign-in at it: https alone.')
  initiateLoginUri?: string | null;

  @UriField('Its home page: https alone.', 'https://orders.example.com/')
  clientUri?: string | null;

  @UriField('Its logo (PNG, JPEG, WebP or GIF), which the server fetches and shows: https alone.')
  logoUri?: string | null;

  @UriField('What it does with the data of users: https alone.')
  policyUri?: string | null;

  @UriField('Its terms of service: https alone.')
  tosUri?: string | null;

  @TextListField({
    description: 'Who is responsible for it.',
    example: ['ops@example.com'],
    maxItems: 10,
    optional,
  })
  contacts?: string[];
}
