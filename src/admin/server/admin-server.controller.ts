import { Get } from '@nestjs/common';
import { AdminController, Reads } from '../conventions/admin-endpoint.decorator.js';
import { ServerDto } from './server.dto.js';
import { ServerStatus } from './server-status.service.js';

@AdminController('server', 'server')
export class AdminServerController {
  constructor(private readonly status: ServerStatus) {}

  @Get()
  @Reads(ServerDto)
  read(): Promise<ServerDto> {
    return this.status.read();
  }
}
