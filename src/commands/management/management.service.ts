import { Injectable } from '@nestjs/common';
import { ClientManagement } from './client-management.service.js';
import { KeyManagement } from './key-management.service.js';
import { RealmManagement } from './realm-management.service.js';
import { UserManagement } from './user-management.service.js';

/** What the commands can do to the database of the server. */
@Injectable()
export class Management {
  constructor(
    readonly realms: RealmManagement,
    readonly clients: ClientManagement,
    readonly users: UserManagement,
    readonly keys: KeyManagement,
  ) {}
}
