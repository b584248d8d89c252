import type { Readable } from 'node:stream';
import type { RequestInfo } from '../../audit/audit.types.js';
import type { LiveToken } from '../../tokens/token.types.js';
import type { Variables } from '../templates/template.js';
import type { WantedPlace } from './proxy-path.rules.js';
import type { ProxiedBody } from './proxied-body.js';

/** Who calls an API by a connection, and from where. */
export interface Caller {
  readonly token: LiveToken;
  readonly request: RequestInfo;
}

/** A call as it is to reach the API, but for the credential. */
export interface UpstreamRequest {
  readonly method: string;
  readonly place: WantedPlace;
  /** Names in lower case; what is not for the API is left out later. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: ProxiedBody;
}

/** Made anew for every attempt, for another token may be part of it. */
export type RequestMaker = (variables: Variables) => UpstreamRequest;

/** What the API answered, as its caller gets it. */
export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Readable;
}

/** What is asked of the API, and until when. */
export interface WantedRequest {
  readonly make: RequestMaker;
  /** By `performance.now()`: for redirects, the second attempt with another token, and the answer's body too. */
  readonly deadline: number;
}
