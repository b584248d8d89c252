import type { Client } from '../../clients/client.types.js';
import type { ClientAuthMethodName } from '../../protocol/names.js';
import type { Parameters } from '../../protocol/parameters.js';
import type { Realm } from '../../realms/realm.types.js';

/** Where a request may carry client credentials. */
export interface ClientAuthRequest {
  /** The `Authorization` header, whole. */
  readonly authorization?: string;
  /** Form parameters, with at least those that the methods read. */
  readonly parameters: Parameters;
}

/** One way in which a client says who it is, and proves it (RFC 6749 section 2.3). */
export abstract class ClientAuthMethod {
  abstract readonly name: ClientAuthMethodName;
  /** The form parameters it reads, beside `client_id`. */
  abstract readonly parameters: readonly string[];
  /** False for a method that only names the client: nothing to guess, and no access to what needs a proven client. */
  abstract readonly proves: boolean;
  /** What may sign its proof, for a method whose proof is signed. */
  readonly algorithms: readonly string[] = [];

  /** The client ids that the request claims by this method, likeliest first; null when it does not use the method. */
  abstract present(request: ClientAuthRequest): readonly string[] | null;

  /**
   * Whether the request proves to come from that client; as slow for a wrong proof as for a right one.
   *
   * @param client null for one that does not exist: the same work is done all the same (requirement 43).
   */
  abstract verify(realm: Realm, client: Client | null, request: ClientAuthRequest): Promise<boolean>;
}
