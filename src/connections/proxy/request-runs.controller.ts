import { Body, Controller, Param, Post, Req, Res, UseGuards, UsePipes } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NoStore } from '../../http/no-store.decorator.js';
import { createValidationPipe } from '../../http/validation.pipe.js';
import { CONN_SCOPES } from '../../protocol/names.js';
import { BearerGuard } from '../../tokens/bearer.guard.js';
import { CurrentToken } from '../../tokens/current-token.decorator.js';
import { RequireScopes } from '../../tokens/require-scopes.decorator.js';
import type { LiveToken } from '../../tokens/token.types.js';
import { proxyCaller, sendOn } from './caller.js';
import { UseDocs } from './proxy-docs.decorator.js';
import { RequestRuns } from './request-runs.service.js';
import { RunRequestDto } from './run-request.dto.js';

/** An app's calls, made by their names. */
@Controller('realms/:realm/connections/:id/requests')
@UseGuards(BearerGuard)
@RequireScopes(CONN_SCOPES.proxy)
@NoStore()
@UseDocs()
export class RequestRunsController {
  constructor(private readonly runs: RequestRuns) {}

  /**
   * The id is that of a connection, or of a config: then the caller's connection by it is taken, and where there is none,
   * the refusal says where to make it.
   */
  @Post(':name')
  @UsePipes(createValidationPipe())
  @ApiBody({ type: RunRequestDto, required: false })
  @ApiOperation({ summary: 'Makes a saved request of the app; `id` is that of a connection or of a config' })
  @ApiResponse({ status: 200, description: 'What the service answered; its status is in `X-Upstream-Status` too.' })
  async run(
    @CurrentToken() token: LiveToken,
    @Param('id') id: string,
    @Param('name') name: string,
    @Body() body: RunRequestDto,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendOn(reply, await this.runs.run(token.realm, proxyCaller(request, token), id, name, body ?? {}));
  }
}
