import type { FactoryProvider } from '@nestjs/common';
import { uniqueBy } from '../unique-by.js';
import { ALL_RESPONSE_MODES } from './all-response-modes.js';
import type { ResponseMode } from './response-mode.js';

/** The modes by their `response_mode`. */
export type ResponseModes = ReadonlyMap<string, ResponseMode>;
export const RESPONSE_MODES_BY_NAME = Symbol('response modes by name');

export const responseModes: FactoryProvider<ResponseModes> = {
  provide: RESPONSE_MODES_BY_NAME,
  inject: ALL_RESPONSE_MODES,
  useFactory: (...modes: ResponseMode[]) => uniqueBy(modes, (mode) => mode.name),
};

/** What a code comes by unless the request says otherwise (RFC 6749 section 4.1.2). */
export const DEFAULT_RESPONSE_MODE = 'query';
