import { IntegerField, TextListField } from '../conventions/fields.js';

const optional = true;

/** What clients that register dynamically may be. */
export class RegistrationRulesDto {
  @TextListField({
    description: 'Scopes they may ask for; never those of the admin API.',
    example: ['openid', 'profile', 'email'],
    maxItems: 50,
    maxLength: 128,
    optional,
  })
  scopes?: string[];

  @TextListField({
    description: 'Grants they may use; never `password`.',
    example: ['authorization_code', 'refresh_token'],
    maxItems: 50,
    maxLength: 128,
    optional,
  })
  grantTypes?: string[];

  @TextListField({
    description: 'Hosts that their redirect URIs may lead to, `*.` in front for all below one. Empty: any.',
    example: ['*.example.com'],
    maxItems: 50,
    maxLength: 253,
    optional,
  })
  redirectHosts?: string[];

  @IntegerField({ description: 'How many of them there are at most.', example: 1000, min: 0, max: 100_000, optional })
  maxClients?: number;

  @IntegerField({
    description: 'Days after which one that nobody has used is deleted.',
    example: 90,
    min: 1,
    max: 3650,
    optional,
  })
  unusedDays?: number;
}
