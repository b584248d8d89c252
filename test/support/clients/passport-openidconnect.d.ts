/** The part of the package that the tests use; it brings no types. */
declare module 'passport-openidconnect' {
  import type { Strategy as PassportStrategy } from 'passport';

  interface Options {
    issuer: string;
    authorizationURL: string;
    tokenURL: string;
    userInfoURL: string;
    clientID: string;
    clientSecret: string;
    callbackURL: string;
    scope: string[];
    nonce: boolean;
    skipUserProfile: boolean;
  }

  interface Profile {
    id: string;
    displayName?: string;
    emails?: { value: string }[];
  }

  type Done = (error: unknown, user?: Express.User | false) => void;
  type Verify = (issuer: string, profile: Profile, context: unknown, done: Done) => void;

  class Strategy implements PassportStrategy {
    constructor(options: Options, verify: Verify);
    authenticate(this: PassportStrategy, request: unknown): void;
  }

  export default Strategy;
}
