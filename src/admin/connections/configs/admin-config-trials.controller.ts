import { Body, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ConfigImports, type ImportResult } from '../../../connections/configs/config-imports.service.js';
import { ConfigTrials } from '../../../connections/configs/config-trials.service.js';
import { ConfigViews } from '../../../connections/configs/config-views.service.js';
import { ConfigsService } from '../../../connections/configs/configs.service.js';
import type { Page } from '../../../database/page.js';
import { ManagementWrites } from '../../../tokens/management/management-writes.service.js';
import { AdminController, Changes, Creates, ReadsPage } from '../../conventions/admin-endpoint.decorator.js';
import { locate } from '../../conventions/location.js';
import { CurrentAdmin } from '../../current-admin.decorator.js';
import { CONNECTION_ROLES, OpenTo } from '../connection-roles.js';
import { refuseToDevelopers, type ConnectionsManager } from '../connections-manager.js';
import { ExtractRequestDto, ImportQueryDto, PreviewRequestDto } from './config.dto.js';
import { ExtractedDto, ImportReportDto, PreviewDto } from './config-report.dto.js';
import { toConfigDto } from './config.mapper.js';

const PASTED = {
  'Config name': 'Acme CRM',
  'Link url': 'https://crm.example/authorize?response_type=code&client_id={{client_id}}&scope=read write',
  'Token url': 'https://crm.example/token',
  'Extraction path access token': '$.access_token',
};

/** Configs from what people paste, and configs tried out; nobody is called. */
@AdminController('realms/:realm/connections', 'connections')
@OpenTo(CONNECTION_ROLES.developer)
export class AdminConfigTrialsController {
  constructor(
    private readonly imports: ConfigImports,
    private readonly trials: ConfigTrials,
    private readonly configs: ConfigsService,
    private readonly views: ConfigViews,
    private readonly writes: ManagementWrites,
  ) {}

  /** Takes the labels of a page of fields, their names here, or the key of a preset with what differs from it. */
  @Post('apps/:appId/oauth-configs/import')
  @Creates(ImportReportDto)
  @ApiBody({ schema: { type: 'object', additionalProperties: true, example: PASTED } })
  async import(
    @CurrentAdmin() admin: ConnectionsManager,
    @Param('appId') appId: string,
    @Query() query: ImportQueryDto,
    @Body() body: Record<string, unknown>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportReportDto> {
    const { realm } = admin;
    if (query.dryRun) {
      void reply.status(200);
      return this.report(admin, await this.imports.import(realm, appId, body, query));
    }
    const write = { type: 'admin.oauth_config.imported', target: appId } as const;
    const result = await this.writes.run(admin, write, async () => {
      const done = await this.imports.import(realm, appId, body, query);
      refuseToDevelopers(admin, releaseOf(done), ['tokenRelease']);
      return done;
    });
    if (result.config)
      locate(reply, 'realms', realm.name, 'connections', 'apps', appId, 'oauth-configs', result.config.id);
    return this.report(admin, result);
  }

  /** The link and both token requests as they would go out, with samples instead of secrets. */
  @Post('oauth-configs/:configId/preview')
  @HttpCode(200)
  @Changes(PreviewDto)
  async preview(
    @CurrentAdmin() { realm }: ConnectionsManager,
    @Param('configId') configId: string,
    @Body() { params }: PreviewRequestDto,
  ): Promise<PreviewDto> {
    return this.trials.preview(realm, await this.configs.get(realm, configId), params) as Promise<PreviewDto>;
  }

  /** Where paths lead in an answer that is pasted. */
  @Post('oauth-configs/:configId/extract')
  @HttpCode(200)
  @ReadsPage(ExtractedDto)
  async extract(
    @CurrentAdmin() { realm }: ConnectionsManager,
    @Param('configId') configId: string,
    @Body() { answer, contentType, paths }: ExtractRequestDto,
  ): Promise<Page<ExtractedDto>> {
    const config = await this.configs.get(realm, configId);
    return {
      items: this.trials.extract(config, { contentType: contentType ?? null, text: answer }, paths),
      nextCursor: null,
    };
  }

  private async report({ realm }: ConnectionsManager, { imported, config }: ImportResult): Promise<ImportReportDto> {
    const { clientSecret, mapping, findings, ...understood } = imported;
    return {
      config: config && toConfigDto(await this.views.view(realm, config)),
      imported: { ...understood, clientSecret: { set: clientSecret !== null } },
      mapping: [...mapping],
      findings: [...findings],
    };
  }
}

/** Where it says that tokens leave the vault. */
const releaseOf = ({ imported: { definition } }: ImportResult): { tokenRelease?: string } =>
  definition.tokenRelease === 'none' ? {} : { tokenRelease: definition.tokenRelease };
