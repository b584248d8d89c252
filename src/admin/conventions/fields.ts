import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
} from 'class-validator';

/**
 * The fields of request bodies: each says once what the document shows and what the server takes. A text is a string and
 * nothing that could be read as one: numbers, lists and objects are refused before any service sees them.
 */
export interface FieldOptions {
  readonly description: string;
  readonly example?: unknown;
  /** May be left out. */
  readonly optional?: boolean;
  /** May be null: in a PATCH, that clears it. */
  readonly nullable?: boolean;
}

/** Ten years: no lifetime is longer, and every sum of lifetimes fits its column. */
const MAX_SECONDS = 315_360_000;
/** RFC 3339 with a zone: a time without one would be read in the server's own. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/;

/** Documents and checks a field; the checks are left out where it may be absent or null, and is. */
export function field(
  options: FieldOptions,
  schema: ApiPropertyOptions,
  checks: readonly PropertyDecorator[],
): PropertyDecorator {
  const { optional = false, nullable = false, description, example } = options;
  const isGiven = (_body: object, value: unknown): boolean =>
    !(optional && value === undefined) && !(nullable && value === null);
  return applyDecorators(
    ApiProperty({ ...schema, description, example, required: !optional, nullable } as ApiPropertyOptions),
    ...(optional || nullable ? [ValidateIf(isGiven)] : []),
    ...checks,
  );
}

export interface TextOptions extends FieldOptions {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** What the pattern wants, after the field's name: `must be ...`. */
  readonly rule?: string;
}

export function TextField({ min = 1, max = 255, pattern, rule, ...options }: TextOptions): PropertyDecorator {
  const message = rule === undefined ? undefined : { message: `$property ${rule}` };
  return field(options, { type: String, minLength: min, maxLength: max, pattern: pattern?.source }, [
    IsString(),
    MinLength(min),
    MaxLength(max),
    ...(pattern ? [Matches(pattern, message)] : []),
  ]);
}

export interface TextListOptions extends FieldOptions {
  readonly maxItems?: number;
  readonly maxLength?: number;
}

/** Distinct texts in their order. */
export function TextListField({ maxItems = 100, maxLength = 255, ...options }: TextListOptions): PropertyDecorator {
  return field(
    options,
    { type: 'array', items: { type: 'string', minLength: 1, maxLength }, maxItems, uniqueItems: true },
    [
      IsArray(),
      ArrayMaxSize(maxItems),
      ArrayUnique(),
      IsString({ each: true }),
      MinLength(1, { each: true }),
      MaxLength(maxLength, { each: true }),
    ],
  );
}

export const FlagField = (options: FieldOptions): PropertyDecorator => field(options, { type: Boolean }, [IsBoolean()]);

export function IntegerField(options: FieldOptions & { min: number; max: number }): PropertyDecorator {
  const { min, max, ...rest } = options;
  return field(rest, { type: 'integer', minimum: min, maximum: max }, [IsInt(), Min(min), Max(max)]);
}

export const SecondsField = (options: FieldOptions & { min?: number }): PropertyDecorator =>
  IntegerField({ ...options, min: options.min ?? 1, max: MAX_SECONDS });

export const ChoiceField = (options: FieldOptions & { of: readonly string[] }): PropertyDecorator =>
  field(options, { type: String, enum: [...options.of] }, [IsString(), IsIn([...options.of])]);

export const TimeField = (options: FieldOptions): PropertyDecorator =>
  field({ example: '2027-01-31T12:00:00.000Z', ...options }, { type: String, format: 'date-time' }, [
    IsString(),
    Matches(TIMESTAMP, { message: '$property must be an RFC 3339 time with a zone, like 2027-01-31T12:00:00Z' }),
  ]);
