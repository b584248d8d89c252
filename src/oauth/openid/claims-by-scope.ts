/** Which claims a scope opens (OpenID Connect Core section 5.4). */
export const CLAIMS_BY_SCOPE: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'profile',
    [
      'name',
      'family_name',
      'given_name',
      'middle_name',
      'nickname',
      'preferred_username',
      'profile',
      'picture',
      'website',
      'gender',
      'birthdate',
      'zoneinfo',
      'locale',
      'updated_at',
    ],
  ],
  ['email', ['email', 'email_verified']],
  ['address', ['address']],
  ['phone', ['phone_number', 'phone_number_verified']],
]);

/** Every claim of a user that this server can tell, `sub` aside. */
export const USER_CLAIMS: readonly string[] = [...CLAIMS_BY_SCOPE.values()].flat();

/** What an access token with these scopes opens. */
export const claimsOfScopes = (scopes: readonly string[]): string[] =>
  scopes.flatMap((scope) => CLAIMS_BY_SCOPE.get(scope) ?? []);
