import { Injectable } from '@nestjs/common';
import { ClientsService } from '../clients/clients.service.js';
import { AllowedOrigins } from '../http/cors.js';
import { RealmsService } from '../realms/realms.service.js';

/** Browsers may call from where the redirect URIs of the realm's clients lead to (requirement 17). */
@Injectable()
export class RedirectOrigins extends AllowedOrigins {
  constructor(
    private readonly realms: RealmsService,
    private readonly clients: ClientsService,
  ) {
    super();
  }

  async allows(realmName: string, origin: string): Promise<boolean> {
    const realm = await this.realms.getEnabled(realmName);
    return this.clients.hasOrigin(realm, origin);
  }
}
