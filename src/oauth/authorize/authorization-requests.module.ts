import { Module } from '@nestjs/common';
import { AttemptsModule } from '../../attempts/attempts.module.js';
import { AuthorizationRequestsRepository } from './authorization-requests.repository.js';
import { AuthorizationRequests } from './authorization-requests.service.js';
import { PushedRequestsRepository } from './pushed-requests.repository.js';
import { PushedRequests } from './pushed-requests.service.js';
import { RequestFloods } from './request-floods.service.js';

/** What is stored of authorization requests, without the endpoint and its pages. */
@Module({
  imports: [AttemptsModule],
  providers: [
    AuthorizationRequestsRepository,
    AuthorizationRequests,
    PushedRequestsRepository,
    PushedRequests,
    RequestFloods,
  ],
  exports: [AuthorizationRequests, PushedRequests, RequestFloods],
})
export class AuthorizationRequestsModule {}
