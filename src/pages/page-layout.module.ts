import { Global, Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module.js';
import { AppsModule } from '../connections/apps/apps.module.js';
import { EgressModule } from '../egress/egress.module.js';
import { Browsers } from '../http/browsers.js';
import { HtmlPages } from '../http/html-pages.js';
import { RealmsModule } from '../realms/realms.module.js';
import { AssetsController } from './assets.controller.js';
import { BrowserGuard } from './browser.guard.js';
import { FormGuard } from './csrf/form.guard.js';
import { FormTokens } from './csrf/form-tokens.service.js';
import { LogoController } from './logos/logo.controller.js';
import { PagesInterceptor } from './pages.interceptor.js';
import { PageRenderer } from './rendering/page-renderer.js';
import { ServerPages } from './rendering/server-pages.js';
import { StaticFiles } from './rendering/static-files.js';

/** What every page is made with. Global: the authorization endpoint, below the pages, has some to show as well. */
@Global()
@Module({
  imports: [AppsModule, ClientsModule, EgressModule, RealmsModule],
  controllers: [AssetsController, LogoController],
  providers: [
    StaticFiles,
    PageRenderer,
    PagesInterceptor,
    FormTokens,
    FormGuard,
    BrowserGuard,
    Browsers,
    { provide: HtmlPages, useClass: ServerPages },
  ],
  exports: [HtmlPages, Browsers, BrowserGuard, PageRenderer, PagesInterceptor, FormTokens],
})
export class PageLayoutModule {}
