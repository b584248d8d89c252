import { oauthShape } from './error-shape.js';
import { routeTraits } from './route-config.js';

/** Refusals of this handler, or of every handler of this controller, are JSON of RFC 6749 section 5.2. */
export const OAuthErrors = (): ClassDecorator & MethodDecorator => routeTraits({ errors: oauthShape });
