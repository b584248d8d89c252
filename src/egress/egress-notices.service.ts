import { Injectable } from '@nestjs/common';
import { Egress } from './egress.service.js';
import { EgressError, type EgressRequest } from './egress.types.js';

/** What a receiver has to say to it is read, and thrown away. */
const MAX_BYTES = 16 * 1024;

export type Notice = Pick<EgressRequest, 'purpose' | 'headers' | 'body' | 'timeoutMs' | 'standardPort'>;

/** Tells those who asked for it what happened; in a lane of its own, for they may hang. */
@Injectable()
export class EgressNotices {
  constructor(private readonly egress: Egress) {}

  /** @returns the status of the answer, null when there was none. */
  async post(address: string, notice: Notice): Promise<number | null> {
    try {
      const request = { ...notice, method: 'POST', maxBytes: MAX_BYTES, lane: 'notices' } as const;
      return (await this.egress.fetch(address, request)).status;
    } catch (error) {
      if (error instanceof EgressError) return null;
      throw error;
    }
  }
}
