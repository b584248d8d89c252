import { once } from 'node:events';
import passport from 'passport';
import Strategy from 'passport-openidconnect';
import type { Application, ApplicationMaker, SignedInUser } from './sign-in-app.js';

/** As in an Express application, whose `query` and `session` stand here as plain objects. It knows no PKCE. */
export const withPassport: ApplicationMaker = (issuer, { clientId, secret }, redirectUri) => {
  const strategy = new Strategy(
    {
      issuer,
      authorizationURL: `${issuer}/oauth/authorize`,
      tokenURL: `${issuer}/oauth/token`,
      userInfoURL: `${issuer}/userinfo`,
      clientID: clientId,
      clientSecret: secret,
      callbackURL: redirectUri,
      scope: ['profile', 'email'],
      nonce: true,
      skipUserProfile: false,
    },
    (_issuer, { id: sub, displayName: name, emails }, _context, done) =>
      done(null, { sub, name, email: emails?.[0]?.value }),
  );
  const authenticator = new passport.Passport();
  const session = {};
  return Promise.resolve<Application>((url, request, response) => {
    const signedIn = new Promise<SignedInUser>((resolve, reject) => {
      const done = (error: unknown, user?: SignedInUser | false): void =>
        user ? resolve(user) : reject(error instanceof Error ? error : new Error('The user was not let in.'));
      const middleware = authenticator.authenticate(strategy, { session: false }, done) as Middleware;
      middleware(Object.assign(request, { query: Object.fromEntries(url.searchParams), session }), response, reject);
    });
    const redirected = url.pathname === '/' ? once(response, 'finish').then(() => null) : signedIn;
    return Promise.race([signedIn, redirected]);
  });
};

type Middleware = (request: object, response: object, next: (error: unknown) => void) => void;
