import { JwtFormat } from './jwt.format.js';
import { OpaqueFormat } from './opaque.format.js';

/** Every format of access tokens. One line makes a format available to realms and clients. */
export const ALL_FORMATS = [JwtFormat, OpaqueFormat] as const;
