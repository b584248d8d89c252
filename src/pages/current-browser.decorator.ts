import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Browser } from '../http/browser.js';
import type { PageRequest } from './rendering/page.types.js';

/** The browser that `BrowserGuard` met. */
export const CurrentBrowser = createParamDecorator((_data: unknown, context: ExecutionContext): Browser => {
  const { browser } = context.switchToHttp().getRequest<PageRequest>();
  if (!browser) throw new Error('The route has no BrowserGuard.');
  return browser;
});
