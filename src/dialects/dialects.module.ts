import { type DynamicModule, Module } from '@nestjs/common';
import { SettingsError } from '../config/load-settings.js';
import type { Settings } from '../config/settings.js';
import { ALL_DIALECTS } from './all-dialects.js';
import type { Dialect } from './dialect.js';

/** The dialects that the settings switch on. */
@Module({})
export class DialectsModule {
  /** @throws SettingsError for a name that no dialect has. */
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: DialectsModule,
      imports: chosen(settings.dialects, ALL_DIALECTS).map((dialect) => dialect.module(settings)),
    };
  }
}

/** @param names undefined for all of them. */
export function chosen(names: readonly string[] | undefined, all: readonly Dialect[]): readonly Dialect[] {
  if (names === undefined) return all;
  const known = all.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return all.filter(({ name }) => names.includes(name));
  throw new SettingsError([
    `DIALECTS names ${JSON.stringify(unknown)}, which is none of: ${['none', ...known].join(', ')}.`,
  ]);
}
