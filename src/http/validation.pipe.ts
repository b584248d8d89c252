import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { DomainError, type FieldError } from '../kernel/domain-error.js';

/** Turns bodies and queries into their DTO, and refuses them with one entry per bad field; what no DTO names is refused too. */
export const createValidationPipe = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) =>
      new DomainError('invalid', 'The request has fields that are not valid.', {
        fields: errors.flatMap((error) => fieldErrors(error, '')),
      }),
  });

function fieldErrors({ property, constraints, children }: ValidationError, parent: string): FieldError[] {
  const field = joined(parent, property);
  const own = Object.entries(constraints ?? {}).map(([rule, message]) => ({
    field,
    message: sentence(rule, property, message),
  }));
  return [...own, ...(children ?? []).flatMap((child) => fieldErrors(child, field))];
}

/** A field that no DTO names was named by the caller: such a name is shown only if it is plainly one. */
function joined(parent: string, property: string): string {
  const name = /^\w{1,64}$/.test(property) ? property : '(unnamed)';
  if (parent === '') return name;
  return /^\d+$/.test(name) ? `${parent}[${name}]` : `${parent}.${name}`;
}

const sentence = (rule: string, property: string, message: string): string =>
  rule === 'whitelistValidation' ? 'is not a field of this resource' : message.replace(`${property} `, '');
