/** A mail in plain text. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** How a letter leaves the server. */
export interface MailTransport {
  /** Resolves when the letter is somebody else's to deliver. */
  send(letter: Letter): Promise<void>;
  close(): void;
}
