import { Injectable, type PipeTransform } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';

const MAX_ROLES = 100;
const MAX_LENGTH = 64;

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= MAX_LENGTH;

/** A body that is a plain array of role names, which no DTO class can describe. */
@Injectable()
export class RoleNamesPipe implements PipeTransform<unknown, string[]> {
  transform(body: unknown): string[] {
    if (Array.isArray(body) && body.length <= MAX_ROLES && body.every(isName)) return [...new Set(body)];
    throw DomainError.invalid('body', `The body must be an array of at most ${MAX_ROLES} role names.`);
  }
}
