import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Settings } from '../config/settings.js';
import { DomainError } from '../kernel/domain-error.js';

/** For whoever opens the bare address to see whether the server is there. */
@Controller()
@ApiExcludeController()
export class RootController {
  constructor(private readonly settings: Settings) {}

  /** @throws DomainError `not_found`, always, in words that lead on */
  @Get()
  read(): never {
    const docs = this.settings.docs === 'on' ? ' The reference of everything that is served is at /docs.' : '';
    throw new DomainError(
      'not_found',
      `There is no page here: the endpoints of a realm are below /realms/{realm}.${docs}`,
    );
  }
}
