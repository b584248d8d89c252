import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError } from '../../kernel/domain-error.js';
import { ConfigHosts } from '../configs/config-hosts.service.js';
import { TemplateError } from '../templates/template-error.js';
import { checkedParams, checkedSettings } from './connect-inputs.rules.js';
import { ConnectLinks } from './connect-links.service.js';
import type { ConnectInputs } from './connect-session.types.js';
import { ConnectStates, type Traveller } from './connect-states.service.js';
import type { ConnectVisit } from './connect-visits.service.js';

/** Sends browsers to the provider. */
@Injectable()
export class ConnectDepartures {
  constructor(
    private readonly states: ConnectStates,
    private readonly links: ConnectLinks,
    private readonly hosts: ConfigHosts,
    private readonly settings: Settings,
  ) {}

  /**
   * @param typed what was asked on the page
   * @returns where to send the browser
   * @throws DomainError `param_invalid` for what does not fit, `session_expired`, `rate_limited`
   */
  async depart(realm: RealmRef, visit: ConnectVisit, traveller: Traveller, typed: ConnectInputs): Promise<string> {
    const { session, config, asks } = visit;
    const inputs = {
      params: checkedParams(config.params, { ...session.params, ...typed.params }, 'wholly'),
      settings: checkedSettings(asks.settings, typed.settings),
      hosts: await this.hosts.of(realm, config.appId, config),
    };
    const route = { ...this.states.draw(config), redirectUri: this.links.redirectUri(config) };
    const url = await this.link(realm, visit, inputs, route);
    await this.states.keep(realm, session, traveller, { ...route, inputs, minutes: this.settings.connStateMinutes });
    return url;
  }

  private async link(...link: Parameters<ConnectLinks['link']>): Promise<string> {
    try {
      return await this.links.link(...link);
    } catch (error) {
      throw error instanceof TemplateError ? new DomainError(error.code, error.message) : error;
    }
  }
}
