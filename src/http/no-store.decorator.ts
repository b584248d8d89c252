import { routeTraits } from './route-config.js';

/** No cache keeps what this handler answers, errors included (RFC 6749 section 5.1). */
export const NoStore = (): ClassDecorator & MethodDecorator => routeTraits({ noStore: true });
