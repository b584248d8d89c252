import { routeTraits } from './route-config.js';

/** Refusals of this handler, or of every handler of this controller, are pages: a person reads them. */
export const PageErrors = (): ClassDecorator & MethodDecorator => routeTraits({ errors: 'page', noStore: true });
