import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS, type RequestInfo } from '../../audit/audit.types.js';
import type { Client, NewClient } from '../../clients/client.types.js';
import { ClientsService } from '../../clients/clients.service.js';
import { RegisteredClients } from '../../clients/registered-clients.service.js';
import { Transaction } from '../../database/transaction.js';
import type { Realm } from '../../realms/realm.types.js';
import { RegistrationAccess } from './registration-access.service.js';
import { RegistrationDrafts } from './registration-drafts.service.js';
import { asRegistrationError, badMetadata } from './registration-errors.js';
import { readMetadata, type SelfDescription } from './registration.mapper.js';

/** A registration as its client is told of it. */
export interface Registration {
  readonly client: Client;
  /** When it was generated: the only time that it can be read. */
  readonly clientSecret?: string;
  /** When there is a new one. */
  readonly accessToken?: string;
}

/** What came with a request about a registration. */
export interface RegistrationRequest {
  readonly authorization?: string;
  readonly body?: unknown;
  readonly request: RequestInfo;
}

type EventType = (typeof AUDIT_EVENTS)[keyof typeof AUDIT_EVENTS];

/** Clients that register themselves (RFC 7591), and manage what they registered (RFC 7592). */
@Injectable()
export class Registrations {
  constructor(
    private readonly access: RegistrationAccess,
    private readonly drafts: RegistrationDrafts,
    private readonly clients: ClientsService,
    private readonly registered: RegisteredClients,
    private readonly transaction: Transaction,
    private readonly audit: AuditService,
  ) {}

  /** @throws OAuthError; one that is refused uses up nothing. */
  async register(realm: Realm, { authorization, body, request }: RegistrationRequest): Promise<Registration> {
    const initialToken = await this.access.toRegister(realm, authorization);
    const input = await this.drafts.create(realm, readMetadata(body));
    const token = this.access.newToken();
    return this.inOne(async () => {
      await this.access.take(realm, initialToken);
      await this.registered.makeRoom(realm);
      const created = await this.store(realm, { ...input, registrationHash: token.hash });
      await this.record(realm, created.client, AUDIT_EVENTS.clientRegistered, request);
      return { ...created, accessToken: token.value };
    });
  }

  /** @throws OAuthError `invalid_token` */
  async read(realm: Realm, clientId: string, { authorization }: RegistrationRequest): Promise<Registration> {
    return { client: await this.access.toManage(realm, clientId, authorization) };
  }

  /** What the client may say of itself is replaced, all else stays; the token is replaced as well. @throws OAuthError */
  async replace(realm: Realm, clientId: string, request: RegistrationRequest): Promise<Registration> {
    const client = await this.access.toManage(realm, clientId, request.authorization);
    this.access.refuseWhereOff(realm);
    const said = readMetadata(request.body);
    this.refuseOthers(realm, client, said, request.body as Record<string, unknown>);
    const changes = await this.drafts.change(realm, client, said);
    const token = this.access.newToken();
    return this.inOne(async () => {
      const all = { ...changes, registrationHash: token.hash };
      const changed = await this.clients.update(realm, clientId, all, client.version);
      await this.record(realm, changed, AUDIT_EVENTS.clientRegistrationChanged, request.request);
      return { client: changed, accessToken: token.value };
    });
  }

  /** Everything that was issued to it ends with it (RFC 7592 section 2.3). @throws OAuthError `invalid_token` */
  async remove(realm: Realm, clientId: string, { authorization, request }: RegistrationRequest): Promise<void> {
    const client = await this.access.toManage(realm, clientId, authorization);
    await this.inOne(async () => {
      await this.clients.delete(realm, clientId);
      await this.record(realm, client, AUDIT_EVENTS.clientRegistrationDeleted, request);
    });
  }

  /** RFC 7592 section 2.2: a body that names another client, or another secret, is meant for another registration. */
  private refuseOthers(realm: Realm, client: Client, said: SelfDescription, body: Record<string, unknown>): void {
    const { client_id: id, client_secret: secret } = body;
    if (id !== client.clientId) throw badMetadata('client_id has to be that of the client.');
    if (secret !== undefined && !(typeof secret === 'string' && this.clients.verifySecret(realm, client, secret)))
      throw badMetadata('client_secret is not that of the client.');
    const method = said.authMethod ?? client.tokenEndpointAuthMethods[0];
    if (method === undefined || !client.tokenEndpointAuthMethods.includes(method))
      throw badMetadata('token_endpoint_auth_method cannot be changed.');
  }

  private store(realm: Realm, input: NewClient): Promise<{ client: Client; clientSecret?: string }> {
    return this.clients.create(realm, input, 'registration');
  }

  private record(realm: Realm, { clientId }: Client, type: EventType, request: RequestInfo): Promise<void> {
    const { id, address } = request;
    return this.audit.record(realm, { type, outcome: 'success', clientId, address, requestId: id });
  }

  private async inOne<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.transaction.run(work);
    } catch (error) {
      throw asRegistrationError(error);
    }
  }
}
