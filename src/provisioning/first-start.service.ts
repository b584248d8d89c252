import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SettingsError } from '../config/load-settings.js';
import { Settings } from '../config/settings.js';
import { MASTER_REALM } from '../realms/realm.types.js';
import { RealmsService } from '../realms/realms.service.js';
import { DemoRealm } from './demo-realm.service.js';
import { MasterRealm } from './master-realm.service.js';
import { Terminal } from './terminal.js';

/**
 * Makes what an empty database needs, in one transaction: realm `master` with its administrator client and, outside
 * production, realm `demo`. Of several nodes that start at once one does so; the others find it done.
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
    try {
      this.generated = await this.master.create(() => this.createDemo());
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

  private async createDemo(): Promise<void> {
    if (!this.settings.isProduction) await this.demo.create();
  }

  private refuseUnseenSecret(): void {
    const { isProduction, bootstrapAdminClientSecret } = this.settings;
    if (!isProduction || bootstrapAdminClientSecret !== undefined || this.terminal.isInteractive) return;
    throw new SettingsError([
      'BOOTSTRAP_ADMIN_CLIENT_SECRET must be set for the first start in production: no terminal is there to show a generated one.',
    ]);
  }
}
