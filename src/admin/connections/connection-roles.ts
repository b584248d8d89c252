import { SetMetadata } from '@nestjs/common';

/** Roles of users that open a part of this API to those who do not administer the realm. An administrator makes and gives them. */
export const CONNECTION_ROLES = {
  /** Defines apps of its own while they are drafts, but for what is the administrators' to decide. */
  developer: 'conn:developer',
  /** Looks at connections, and changes nothing. */
  support: 'conn:support',
} as const;
export type ConnectionRole = (typeof CONNECTION_ROLES)[keyof typeof CONNECTION_ROLES];

export const OPEN_TO = 'realmgate:open-to';

/** On a handler, or on a controller for all of its own: who may come beside the realm's administrators. */
export const OpenTo = (role: ConnectionRole): ClassDecorator & MethodDecorator => SetMetadata(OPEN_TO, role);
