import { lookup, type LookupAddress } from 'node:dns';
import { Injectable } from '@nestjs/common';

/** What a host name means at the moment: every address of it. */
export abstract class HostResolver {
  abstract resolve(host: string): Promise<readonly LookupAddress[]>;
}

/** As the machine resolves names for everything that runs on it. */
@Injectable()
export class SystemHostResolver extends HostResolver {
  resolve(host: string): Promise<readonly LookupAddress[]> {
    return new Promise((resolve, reject) => {
      lookup(host, { all: true, order: 'verbatim' }, (error, addresses) =>
        error ? reject(error) : resolve(addresses),
      );
    });
  }
}
