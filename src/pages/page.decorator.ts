import {
  applyDecorators,
  type CanActivate,
  Controller,
  Res,
  type Type,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PageErrors } from '../http/page-errors.decorator.js';
import { RealmGuard } from '../realms/realm.guard.js';
import { BrowserGuard } from './browser.guard.js';
import { PagesInterceptor } from './pages.interceptor.js';

/** A controller of pages of a realm, below `/realms/:realm/<path>`. Its handlers return a `PageAnswer`. */
export const Pages = (path: string): ClassDecorator => PagesAt(`realms/:realm/${path}`, RealmGuard, BrowserGuard);

/** The same at an address of the whole server. @param guards find realm and browser, as far as the pages need them. */
export const PagesAt = (path: string, ...guards: readonly Type<CanActivate>[]): ClassDecorator =>
  applyDecorators(
    Controller(path),
    UseGuards(...guards),
    UseInterceptors(PagesInterceptor),
    PageErrors(),
    ApiExcludeController(),
    answeredByInterceptor,
  );

/**
 * Gives each handler the reply as one argument more than it reads. To Nest that means that it does not send what the
 * handler returns, with a status of its own: the interceptor does.
 */
const answeredByInterceptor: ClassDecorator = ({ prototype }) => {
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (name !== 'constructor' && typeof value === 'function') Res()(prototype as object, name, value.length);
  }
};
