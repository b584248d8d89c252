import type { FactoryProvider } from '@nestjs/common';
import { ALL_CLIENT_AUTH_METHODS } from './all-client-auth-methods.js';
import { uniqueBy } from '../unique-by.js';
import type { ClientAuthMethod } from './client-auth-method.js';

/** The methods by their wire names. */
export type ClientAuthMethods = ReadonlyMap<string, ClientAuthMethod>;
export const CLIENT_AUTH_METHODS_BY_NAME = Symbol('client-auth methods by name');

export const clientAuthMethods: FactoryProvider<ClientAuthMethods> = {
  provide: CLIENT_AUTH_METHODS_BY_NAME,
  inject: ALL_CLIENT_AUTH_METHODS,
  useFactory: (...methods: ClientAuthMethod[]) => uniqueBy(methods, (method) => method.name),
};
