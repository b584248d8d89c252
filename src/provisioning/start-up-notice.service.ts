import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { DEMO } from './demo.js';
import { DemoRealm } from './demo-realm.service.js';
import { FirstStart } from './first-start.service.js';

/** What whoever starts the server should see, once it listens. Written to the terminal, never logged. */
@Injectable()
export class StartUpNotice {
  constructor(
    private readonly settings: Settings,
    private readonly firstStart: FirstStart,
    private readonly demo: DemoRealm,
  ) {}

  /** @param write takes text with its line ends, like `process.stdout.write` */
  async print(write: (text: string) => void): Promise<void> {
    const lines = [...this.secretLines(), ...(await this.demoLines())];
    if (lines.length > 0) write(`${lines.join('\n')}\n`);
  }

  /** For the log: what is dangerous about this server as it stands. */
  async warnings(): Promise<string[]> {
    if (!this.settings.isProduction || !(await this.demo.isAsMade())) return [];
    return [`The realm ${DEMO.realm} is in this database, and its secrets are public knowledge: delete or disable it.`];
  }

  private secretLines(): string[] {
    const secret = this.firstStart.takeSecret();
    if (secret === null) return [];
    return [
      '',
      'The administrator client of realm master, shown this once:',
      `  client_id      ${this.settings.bootstrapAdminClientId}`,
      `  client_secret  ${secret}`,
    ];
  }

  /** The demo's secrets are fixed, so that the lines work at every start for as long as the demo is as it was made. */
  private async demoLines(): Promise<string[]> {
    if (this.settings.isProduction || !(await this.demo.isAsMade())) return [];
    return ['', 'Try it: get a token, introspect it, revoke it.', ...curlLines(this.settings.publicUrl), ''];
  }
}

/** For any POSIX shell: the first line keeps the token in a variable that the others use. */
export function curlLines(publicUrl: string): string[] {
  const endpoint = `${publicUrl}/realms/${DEMO.realm}/oauth`;
  const curl = `curl -s -u ${DEMO.clientId}:${DEMO.clientSecret}`;
  const member = `sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/'`;
  return [
    `  TOKEN=$(${curl} -d grant_type=client_credentials ${endpoint}/token | ${member}); echo "$TOKEN"`,
    `  ${curl} -d "token=$TOKEN" ${endpoint}/introspect; echo`,
    `  ${curl} -d "token=$TOKEN" -o /dev/null -w '%{http_code}\\n' ${endpoint}/revoke`,
  ];
}
