import { ClientSecretBasicMethod } from './client-secret-basic.method.js';
import { ClientSecretPostMethod } from './client-secret-post.method.js';
import { ClientSecretJwtMethod } from './client-secret-jwt.method.js';
import { NoneMethod } from './none.method.js';
import { PrivateKeyJwtMethod } from './private-key-jwt.method.js';

/** Every way to authenticate a client that this server knows; metadata is computed from it. */
export const ALL_CLIENT_AUTH_METHODS = [
  ClientSecretBasicMethod,
  ClientSecretPostMethod,
  ClientSecretJwtMethod,
  PrivateKeyJwtMethod,
  NoneMethod,
];
