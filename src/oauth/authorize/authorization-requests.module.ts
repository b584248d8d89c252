import { Module } from '@nestjs/common';
import { AuthorizationRequestsRepository } from './authorization-requests.repository.js';
import { AuthorizationRequests } from './authorization-requests.service.js';
import { PushedRequestsRepository } from './pushed-requests.repository.js';
import { PushedRequests } from './pushed-requests.service.js';

/** What is stored of authorization requests, without the endpoint and its pages. */
@Module({
  providers: [AuthorizationRequestsRepository, AuthorizationRequests, PushedRequestsRepository, PushedRequests],
  exports: [AuthorizationRequests, PushedRequests],
})
export class AuthorizationRequestsModule {}
