import { Injectable } from '@nestjs/common';
import type { RequestInfo } from '../../audit/audit.types.js';
import { Settings } from '../../config/settings.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import { sha256 } from '../../kernel/digest.js';
import { Random } from '../../kernel/random.js';
import type { RawParameters } from '../../protocol/parameters.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { VaultSealer } from '../vault/vault-sealer.js';
import { BindingFailures } from './binding-failures.service.js';
import type { BindingFault } from './connect-binding.types.js';
import { parkedHandle, parkedHandleHash, stateHash } from './connect-handles.js';
import { ConnectStatesRepository } from './connect-states.repository.js';
import { parametersPlace } from './sealed-places.js';

const MINUTE = 60_000;
/** Characters of its parameters. */
const LONGEST = 40_000;

/** Whose callback it is, and who asked. */
interface Place {
  readonly realm: RealmRef;
  readonly config: ConnectionConfig;
  readonly request: RequestInfo;
}

/**
 * Callbacks that come as a form (`response_mode=form_post`): another site posts it, so the browser leaves its cookies at
 * home. It is sent on to fetch the same parameters by a link of ours, which it follows with its cookies.
 */
@Injectable()
export class ParkedCallbacks {
  constructor(
    private readonly states: ConnectStatesRepository,
    private readonly failures: BindingFailures,
    private readonly sealer: VaultSealer,
    private readonly random: Random,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** @returns the handle. @throws DomainError `binding_failed` for a state that nobody is out with. */
  async park(place: Place, parameters: RawParameters): Promise<string> {
    const { realm } = place;
    const handle = parkedHandle(this.random.secret());
    const states = parameters.filter(([name]) => name === 'state');
    const hash = stateHash(states.length === 1 ? (states[0]?.[1] ?? '') : '');
    const now = this.clock.now();
    if (hash === null || !(await this.states.find(realm, hash))) throw await this.refusal(place, 'state_unknown');
    const text = JSON.stringify(parameters);
    if (text.length > LONGEST) throw await this.refusal(place, 'parameters');
    const sealedParameters = await this.sealer.seal(realm, parametersPlace({ hash }), text);
    const parked = {
      parkedHash: sha256(handle),
      sealedParameters,
      parkedUntil: now + this.settings.connParkedMinutes * MINUTE,
    };
    if (!(await this.states.park(realm, hash, parked, now))) throw await this.refusal(place, 'state_used');
    return handle;
  }

  /** Once. @throws DomainError `binding_failed` */
  async fetch(place: Place, handle: string): Promise<RawParameters> {
    const { realm } = place;
    const parkedHash = parkedHandleHash(handle);
    const parked = parkedHash && (await this.states.findParked(realm, parkedHash));
    if (!parked || !(await this.states.unpark(realm, parkedHash, this.clock.now())))
      throw await this.refusal(place, 'parked_unknown');
    const text = await this.sealer.open(realm, parametersPlace(parked), parked.sealedParameters);
    return JSON.parse(text) as RawParameters;
  }

  private refusal({ realm, config, request }: Place, fault: BindingFault) {
    return this.failures.record(realm, { fault, request, configId: config.id });
  }
}
