import type { AttemptLimit } from '../../attempts/attempts.types.js';

/**
 * How many wrong secrets one address may try for one client within a minute before it has to wait (requirements 43, 84).
 *
 * @param clientId as the request claims it: guesses at clients that do not exist count alike.
 */
export const secretFailures = (clientId: string, address: string, allowance: number): AttemptLimit => ({
  purpose: 'client_secret',
  subject: clientId,
  address,
  allowance,
  windowSeconds: 60,
  firstDelaySeconds: 1,
  maxDelaySeconds: 15 * 60,
});
