import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { BackgroundModule } from '../../background/background.module.js';
import { EgressModule } from '../../egress/egress.module.js';
import { RealmsModule } from '../../realms/realms.module.js';
import { ConnectionEventsRepository } from './connection-events.repository.js';
import { ConnectionEvents } from './connection-events.service.js';
import { EventDeliveriesRepository } from './event-deliveries.repository.js';
import { EventNotices } from './event-notices.service.js';
import { EventTeller } from './event-teller.service.js';
import { WebhookSecrets } from './webhook-secrets.service.js';
import { WebhookSender } from './webhook-sender.service.js';
import { WebhooksRepository } from './webhooks.repository.js';
import { WebhooksService } from './webhooks.service.js';

/** What happens to connections, and who is told of it. */
@Module({
  imports: [AuditModule, BackgroundModule, EgressModule, RealmsModule],
  providers: [
    ConnectionEventsRepository,
    EventDeliveriesRepository,
    WebhooksRepository,
    WebhookSecrets,
    WebhookSender,
    EventNotices,
    EventTeller,
    ConnectionEvents,
    WebhooksService,
  ],
  exports: [ConnectionEvents, EventTeller, WebhooksService],
})
export class ConnectionEventsModule {}
