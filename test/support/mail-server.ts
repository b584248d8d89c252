import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A mail server that takes whatever it is given, in the clear. */
export interface MailServer {
  readonly port: number;
  /** Everything that was said to it. */
  readonly heard: string[];
  close(): Promise<void>;
}

/** @param refuse the answer to a letter, when it is not to be taken. */
export async function startMailServer(refuse?: string): Promise<MailServer> {
  const heard: string[] = [];
  const server = createServer((socket) => serve(socket, heard, refuse)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

/** As much of RFC 5321 as one letter needs. */
function serve(socket: Socket, heard: string[], refuse?: string): void {
  let inLetter = false;
  const say = (line: string): boolean => socket.write(`${line}\r\n`);
  say('220 test');
  socket
    .on('error', () => undefined)
    .on('data', (bytes) => {
      for (const line of bytes.toString().split('\r\n').slice(0, -1)) {
        heard.push(line);
        if (line === '.') {
          inLetter = false;
          say(refuse ?? '250 taken');
        } else if (!inLetter) {
          inLetter = line === 'DATA';
          if (line === 'QUIT') return void socket.end('221 bye\r\n');
          say(inLetter ? '354 go on' : '250 test');
        }
      }
    });
}
