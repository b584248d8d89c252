import { Injectable } from '@nestjs/common';
import { sha256 } from '../../kernel/digest.js';
import { readPageFiles } from './page-files.js';

export interface StaticFile {
  readonly contentType: string;
  readonly content: string;
}

const TYPES = { '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml' } as const;

/** The style sheet and the icon, under names that hold a digest of their content: a browser may keep them for good. */
@Injectable()
export class StaticFiles {
  private readonly served = new Map<string, StaticFile>();
  private readonly addresses = new Map<string, string>();

  constructor() {
    for (const [ending, contentType] of Object.entries(TYPES))
      for (const [name, content] of readPageFiles('styles', ending)) this.add(name, ending, { content, contentType });
  }

  find(name: string): StaticFile | null {
    return this.served.get(name) ?? null;
  }

  /** Path of `pages.css` or `icon.svg`. */
  address(file: string): string {
    const address = this.addresses.get(file);
    if (address === undefined) throw new Error(`There is no file ${file}.`);
    return address;
  }

  private add(name: string, ending: string, file: StaticFile): void {
    const served = `${name}.${sha256(file.content).toString('hex').slice(0, 16)}${ending}`;
    this.served.set(served, file);
    this.addresses.set(`${name}${ending}`, `/assets/${served}`);
  }
}
