import { Injectable } from '@nestjs/common';
import { BoundedMap } from '../kernel/bounded-map.js';
import { Clock } from '../kernel/clock.js';
import { Egress } from './egress.service.js';
import { imageType } from './image-type.js';

export interface LogoImage {
  readonly contentType: string;
  readonly bytes: Buffer;
}

interface Kept {
  readonly image: Promise<LogoImage | null>;
  readonly until: number;
}

const MAX_BYTES = 256 * 1024;
const MAX_LOGOS = 200;
const KEPT = 3_600_000;
const FAILURE_KEPT = 60_000;

/** Fetches logos, so that no page has to send its visitors to another site for one (requirements 19 and 68). */
@Injectable()
export class LogoImages {
  private readonly kept = new BoundedMap<string, Kept>(MAX_LOGOS);

  constructor(
    private readonly egress: Egress,
    private readonly clock: Clock,
  ) {}

  /** Null when it cannot be had, or is no PNG, JPEG, GIF or WebP. Asked for once an hour at most, after a failure once a minute. */
  async find(address: string): Promise<LogoImage | null> {
    const kept = this.kept.get(address);
    if (kept && kept.until > this.clock.now()) return kept.image;
    const image = this.fetch(address);
    this.keep(address, image, KEPT);
    if ((await image) === null) this.keep(address, image, FAILURE_KEPT);
    return image;
  }

  private keep(address: string, image: Promise<LogoImage | null>, milliseconds: number): void {
    this.kept.set(address, { image, until: this.clock.now() + milliseconds });
  }

  private async fetch(address: string): Promise<LogoImage | null> {
    try {
      const { status, body } = await this.egress.fetch(address, { purpose: 'logo', maxBytes: MAX_BYTES });
      const contentType = status === 200 ? imageType(body) : null;
      return contentType === null ? null : { contentType, bytes: body };
    } catch {
      return null;
    }
  }
}
