import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { ClientsService } from '../../clients/clients.service.js';
import type { Browser } from '../../http/browser.js';
import { DomainError } from '../../kernel/domain-error.js';
import { AuthorizationRequests } from '../../oauth/authorize/authorization-requests.service.js';
import type { AuthorizationRequest } from '../../oauth/authorize/authorization.types.js';
import type { Realm } from '../../realms/realm.types.js';

/** An authorization request that waits for what a page asks. */
export interface PendingRequest {
  readonly handle: string;
  readonly request: AuthorizationRequest;
  readonly client: Client;
}

/** Finds what the address of a page names: `?request=<handle>`. */
@Injectable()
export class PendingRequests {
  constructor(
    private readonly requests: AuthorizationRequests,
    private readonly clients: ClientsService,
  ) {}

  /** @throws DomainError `not_found` for a request of another browser or realm, an answered one, and one that is over. */
  async get(realm: Realm, handle: unknown, browser: Browser): Promise<PendingRequest> {
    const request = typeof handle === 'string' ? await this.requests.find(realm, handle, browser) : null;
    const client = request && (await this.clients.findById(realm, request.clientId));
    if (!request || !client?.enabled) throw DomainError.notFound('The sign-in');
    return { handle: handle as string, request, client };
  }
}

/** Where the authorization endpoint goes on with a request. */
export const resumePath = (realm: Realm, handle: string): string => `/realms/${realm.name}/oauth/authorize/${handle}`;

/** A page about a request. */
export const requestPage = (realm: Realm, page: string, handle: string): string =>
  `/realms/${realm.name}/${page}?request=${handle}`;
