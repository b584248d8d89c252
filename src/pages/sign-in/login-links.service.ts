import { Injectable } from '@nestjs/common';
import type { Realm } from '../../realms/realm.types.js';
import { PasswordResets } from '../../selfservice/password-resets.service.js';
import { Registrations } from '../../selfservice/registrations.service.js';

/** Paths of what somebody may need who cannot sign in; null for what there is not. */
export interface LoginLinks {
  readonly resetPassword: string | null;
  readonly signUp: string | null;
}

@Injectable()
export class LoginLinksService {
  constructor(
    private readonly resets: PasswordResets,
    private readonly registrations: Registrations,
  ) {}

  of(realm: Realm): LoginLinks {
    const base = `/realms/${realm.name}`;
    return {
      resetPassword: this.resets.isOpen ? `${base}/reset-password` : null,
      signUp: this.registrations.isOpen(realm) ? `${base}/sign-up` : null,
    };
  }
}
