import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const REQUIRED_SCOPES = 'realmgate:required-scopes';

/** The scopes that a token must have, all of them, to pass `BearerGuard`; those of a controller hold for its handlers too. */
export const RequireScopes = (...scopes: string[]): CustomDecorator => SetMetadata(REQUIRED_SCOPES, scopes);
