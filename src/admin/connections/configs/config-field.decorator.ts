import type { ApiPropertyOptions } from '@nestjs/swagger';
import { Allow } from 'class-validator';
import { field } from '../../conventions/fields.js';

interface Described {
  readonly description: string;
  readonly example: unknown;
  readonly nullable?: boolean;
}

/** A field of a config. It is described here alone: the rules of configs check it, for files and requests alike. */
export const ConfigField = (schema: ApiPropertyOptions, options: Described): PropertyDecorator =>
  field({ ...options, optional: true }, schema, [Allow()]);

export const ConfigText = (description: string, example: unknown, nullable = false): PropertyDecorator =>
  ConfigField({ type: String }, { description, example, nullable });

export const ConfigChoice = (description: string, of: readonly string[], example: string): PropertyDecorator =>
  ConfigField({ type: String, enum: [...of] }, { description, example });

export const ConfigTexts = (description: string, example: readonly string[]): PropertyDecorator =>
  ConfigField({ type: 'array', items: { type: 'string' } }, { description, example });

export const ConfigObject = (description: string, example: unknown, nullable = false): PropertyDecorator =>
  ConfigField({ type: 'object', additionalProperties: true }, { description, example, nullable });
