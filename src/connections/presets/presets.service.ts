import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';
import type { Preset } from './preset.types.js';
import { presetOf } from './preset-file.js';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** What comes with the server for known providers: one file each, read once. */
@Injectable()
export class PresetsService {
  private readonly presets: ReadonlyMap<string, Preset> = new Map(
    readdirSync(FOLDER)
      .filter((file) => file.endsWith('.json'))
      .map((file) => presetOf(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))))
      .sort((one, other) => one.name.localeCompare(other.name, 'en'))
      .map((preset) => [preset.key, preset]),
  );

  /** By name. */
  list(): Preset[] {
    return [...this.presets.values()];
  }

  find(key: string): Preset | null {
    return this.presets.get(key) ?? null;
  }

  /** @throws DomainError `not_found` */
  get(key: string): Preset {
    const preset = this.find(key);
    if (preset === null) throw DomainError.notFound('The preset');
    return preset;
  }
}
