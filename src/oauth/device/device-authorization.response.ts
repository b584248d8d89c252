import type { DeviceAuthorization } from './device-authorizations.service.js';
import { shownUserCode } from './user-code.js';

/** The members of RFC 8628 section 3.2. */
export interface DeviceAuthorizationResponse {
  readonly device_code: string;
  readonly user_code: string;
  readonly verification_uri: string;
  readonly verification_uri_complete: string;
  /** Seconds, as `interval`. */
  readonly expires_in: number;
  readonly interval: number;
}

/** @param issuer of the realm: the page for users stands below it. */
export function deviceAuthorizationResponse(issuer: string, begun: DeviceAuthorization): DeviceAuthorizationResponse {
  const userCode = shownUserCode(begun.userCode);
  const page = `${issuer}/device`;
  return {
    device_code: begun.deviceCode,
    user_code: userCode,
    verification_uri: page,
    verification_uri_complete: `${page}?user_code=${userCode}`,
    expires_in: begun.expiresInSeconds,
    interval: begun.pollSeconds,
  };
}
