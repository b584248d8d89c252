import { ApiProperty } from '@nestjs/swagger';
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

const NullableText = (): PropertyDecorator => ApiProperty({ type: String, nullable: true });
const TextList = (): PropertyDecorator => ApiProperty({ type: [String], example: [] });

/** How users sign in to a client, as it is read back. */
export class ClientSignInViewDto {
  @ApiProperty({ enum: APPLICATION_TYPES })
  applicationType: ApplicationType;

  @TextList()
  postLogoutRedirectUris: string[];

  @NullableText()
  backchannelLogoutUri: string | null;

  @ApiProperty()
  backchannelLogoutSessionRequired: boolean;

  @ApiProperty({ enum: SUBJECT_TYPES })
  subjectType: SubjectType;

  @NullableText()
  sectorIdentifierUri: string | null;

  @ApiProperty({ enum: SIGNING_ALGORITHMS, nullable: true })
  userinfoSignedResponseAlg: SigningAlgorithm | null;

  @ApiProperty({ enum: REQUEST_OBJECT_ALGORITHMS, nullable: true })
  requestObjectSigningAlg: RequestObjectAlgorithm | null;

  @TextList()
  requestUris: string[];

  @ApiProperty({ type: Object, nullable: true })
  jwks: ClientJwks | null;

  @NullableText()
  jwksUri: string | null;

  @ApiProperty({ enum: ASSERTION_ALGORITHMS, nullable: true })
  tokenEndpointAuthSigningAlg: AssertionAlgorithm | null;

  @ApiProperty({ type: Number, nullable: true })
  defaultMaxAge: number | null;

  @ApiProperty()
  requireAuthTime: boolean;

  @TextList()
  defaultAcrValues: string[];

  @NullableText()
  initiateLoginUri: string | null;

  @NullableText()
  clientUri: string | null;

  @NullableText()
  logoUri: string | null;

  @NullableText()
  policyUri: string | null;

  @NullableText()
  tosUri: string | null;

  @TextList()
  contacts: string[];
}
