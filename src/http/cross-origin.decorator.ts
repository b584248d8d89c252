import { routeTraits } from './route-config.js';

/** Pages of the origins that `AllowedOrigins` knows for the route's `:realm` may read what this handler answers. */
export const CrossOrigin = (): ClassDecorator & MethodDecorator => routeTraits({ crossOrigin: true });
