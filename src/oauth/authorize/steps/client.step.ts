import { Injectable } from '@nestjs/common';
import { ClientsService } from '../../../clients/clients.service.js';
import { invalidRequest } from '../../../protocol/oauth-error.js';
import { AdmissionStep } from '../admission-step.js';
import type { Draft } from '../draft.js';
import { onlyValue } from '../only-value.js';

/** Whose request it is (RFC 6749 section 4.1.1). */
@Injectable()
export class ClientStep extends AdmissionStep {
  constructor(private readonly clients: ClientsService) {
    super();
  }

  async admit(draft: Draft): Promise<Draft> {
    const clientId = onlyValue(draft.raw, 'client_id');
    if (clientId === undefined) throw invalidRequest('The parameter client_id is missing.');
    const client = await this.clients.find(draft.realm, clientId);
    if (!client?.enabled) throw invalidRequest('The client is unknown here, or disabled.');
    return draft.with({ client });
  }
}
