import type { NewClient } from '../../../src/clients/client.types.js';
import { withOauth4webapi } from './oauth4webapi.app.js';
import { withOpenidClient } from './openid-client.app.js';
import { withPassport } from './passport-openidconnect.app.js';
import type { ApplicationMaker } from './sign-in-app.js';

/** Unmodified libraries of applications with a server side, and what their client has to be registered with. */
export const SERVER_SIDE_CLIENTS: readonly (readonly [name: string, ApplicationMaker, Partial<NewClient>])[] = [
  ['openid-client', withOpenidClient, {}],
  ['oauth4webapi', withOauth4webapi, {}],
  ['passport-openidconnect', withPassport, { requirePkce: false }],
];
