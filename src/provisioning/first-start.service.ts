import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SettingsError } from '../config/load-settings.js';
import { Settings } from '../config/settings.js';
import { MASTER_REALM } from '../realms/realm.types.js';
import { RealmsService } from '../realms/realms.service.js';
import { DemoRealm } from './demo-realm.service.js';
import { MasterRealm } from './master-realm.service.js';
import { Terminal } from './terminal.js';

/**
 * Makes what an empty database needs: outside production realm `demo`, and realm `master` with its administrator client.
 * `master` comes last and says that all is done, so that an interrupted first start is taken up by the next one. Of
 * several nodes that start at once one makes each realm; the others find it made.
 */
@Injectable()
export class FirstStart implements OnApplicationBootstrap {
  private generated: string | null = null;

  constructor(
    private readonly settings: Settings,
    private readonly realms: RealmsService,
    private readonly master: MasterRealm,
    private readonly demo: DemoRealm,
    private readonly terminal: Terminal,
  ) {}

  /** @throws SettingsError in production when nobody would see the secret that is generated. */
  async onApplicationBootstrap(): Promise<void> {
    if (await this.isDone()) return;
    this.refuseUnseenSecret();
    if (!this.settings.isProduction) await this.demo.create();
    try {
      this.generated = await this.master.create();
    } catch (error) {
      if (!(await this.isDone())) throw error;
    }
  }

  /** The generated secret of the administrator client, for the one showing that there is; null if none was generated. */
  takeSecret(): string | null {
    const secret = this.generated;
    this.generated = null;
    return secret;
  }

  private async isDone(): Promise<boolean> {
    return (await this.realms.find(MASTER_REALM)) !== null;
  }

  private refuseUnseenSecret(): void {
    const { isProduction, bootstrapAdminClientSecret } = this.settings;
    if (!isProduction || bootstrapAdminClientSecret !== undefined || this.terminal.isInteractive) return;
    throw new SettingsError([
      'BOOTSTRAP_ADMIN_CLIENT_SECRET must be set for the first start in production: no terminal is there to show a generated one.',
    ]);
  }
}
