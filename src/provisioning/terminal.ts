/** Where the operator looks. What may be seen once goes here and never to the logger, which others keep and read. */
export abstract class Terminal {
  /** Whether somebody is there to read. */
  abstract readonly isInteractive: boolean;
}

export class ProcessTerminal extends Terminal {
  get isInteractive(): boolean {
    return process.stdout.isTTY === true;
  }
}
