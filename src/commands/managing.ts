import { Injectable } from '@nestjs/common';
import { Composition } from './composition.js';
import type { Management } from './management/management.service.js';

/** Opens the domain of the server when a command needs it: loading it takes a second. */
@Injectable()
export class Managing {
  constructor(private readonly composition: Composition) {}

  async run<T>(work: (management: Management) => Promise<T>): Promise<T> {
    const { withManagement } = await import('./management/open-management.js');
    return withManagement(await this.composition.entities(), work);
  }
}
