import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { FormBody } from '../../http/form-body.js';
import { DomainError } from '../../kernel/domain-error.js';

/** A body that a DTO describes is a JSON object: a text, a number or a list would pass where every field may be absent. */
@Injectable()
export class JsonObjectPipe implements PipeTransform<unknown> {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (value instanceof FormBody)
      throw DomainError.invalid('body', 'must be JSON: send Content-Type: application/json');
    if (type !== 'body' || metatype === Array || value === undefined || isObject(value)) return value;
    throw DomainError.invalid('body', 'must be a JSON object');
  }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
