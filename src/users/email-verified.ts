import type { User, UserChanges } from './user.types.js';

/** The standard claim (OpenID Connect Core section 5.1), kept among the attributes: so administrators may set it too. */
const CLAIM = 'email_verified';

export const isEmailVerified = ({ attributes }: Pick<User, 'attributes'>): boolean => attributes[CLAIM] === true;

/** The change that says so of the address the user has. */
export const verifiedEmail = ({ attributes }: Pick<User, 'attributes'>): Pick<UserChanges, 'attributes'> => ({
  attributes: { ...attributes, [CLAIM]: true },
});

/** What is known of an address is not known of the next one, unless whoever changes it says so in the same breath. */
export function attributesAfter(user: User, { email, attributes }: UserChanges): User['attributes'] {
  if (attributes !== undefined) return attributes;
  if (email === undefined || email === user.email || !(CLAIM in user.attributes)) return user.attributes;
  return Object.fromEntries(Object.entries(user.attributes).filter(([name]) => name !== CLAIM));
}
