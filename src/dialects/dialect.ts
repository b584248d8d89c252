import type { DynamicModule } from '@nestjs/common';
import type { Settings } from '../config/settings.js';

/**
 * How the clients of another system speak, translated to the commands of this server and back: a folder, and one line of
 * `all-dialects.ts`.
 */
export interface Dialect {
  /** As `DIALECTS` and the paths below a realm name it. */
  readonly name: string;

  /** The routes of the dialect, at the places that the settings give them. */
  module(settings: Settings): DynamicModule;
}
