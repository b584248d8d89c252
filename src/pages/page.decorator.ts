import { applyDecorators, Controller, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PageErrors } from '../http/page-errors.decorator.js';
import { RealmGuard } from '../realms/realm.guard.js';
import { BrowserGuard } from './browser.guard.js';
import { PagesInterceptor } from './pages.interceptor.js';

/** A controller of pages of a realm, below `/realms/:realm/<path>`. Its handlers return a `PageAnswer`. */
export const Pages = (path: string): ClassDecorator =>
  applyDecorators(
    Controller(`realms/:realm/${path}`),
    UseGuards(RealmGuard, BrowserGuard),
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
