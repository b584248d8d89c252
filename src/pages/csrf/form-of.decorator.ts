import { applyDecorators, SetMetadata, UseGuards } from '@nestjs/common';
import { FormGuard, PURPOSE } from './form.guard.js';

/** The handler takes a form of that purpose, and no other than one that this server gave to this browser. */
export const FormOf = (purpose: string): MethodDecorator =>
  applyDecorators(SetMetadata(PURPOSE, purpose), UseGuards(FormGuard));
