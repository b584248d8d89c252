import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { problemShape } from './error-shape.js';
import { ofStatus } from './refusal.js';
import type { RequestLog } from './request-log.js';
import { API_HEADERS, NO_STORE } from './security-headers.js';

const STATUS: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** Answers bytes that are no HTTP request, or one that comes too slowly: there is no request and no reply to answer by. */
export const clientErrors =
  (requests: RequestLog, nextId: () => string) =>
  (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const [status, id] = [STATUS[error.code ?? ''] ?? 400, nextId()];
    requests.unreadable(socket, id, status, error.code);
    socket.end(answer(status, id));
  };

function answer(status: number, requestId: string): string {
  const { contentType, body } = problemShape(ofStatus(status));
  const text = JSON.stringify(body);
  const headers = {
    ...API_HEADERS,
    'x-request-id': requestId,
    'content-type': contentType,
    'content-length': Buffer.byteLength(text),
    ...NO_STORE,
    'connection': 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', text].join('\r\n');
}
