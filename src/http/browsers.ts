import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Random } from '../kernel/random.js';
import { BROWSER_COOKIE, droppedCookie, readCookie, sessionCookie, writtenCookie, type Browser } from './browser.js';

type Reply = Pick<FastifyReply, 'header'>;

const ID = /^[A-Za-z0-9_-]{43}$/;

/** What newcomers were given, by their request: whoever meets one again while it is answered knows it by the same id. */
const GIVEN = new WeakMap<object, string>();

/** Reads and writes the cookies of this server. There are two: which browser it is, and its session in a realm. */
@Injectable()
export class Browsers {
  constructor(private readonly random: Random) {}

  /** Who asks; a browser that is seen for the first time is given its id with the answer. */
  meet(request: Pick<FastifyRequest, 'headers'>, reply: Reply, realmName?: string): Browser {
    const { cookie } = request.headers;
    const sessionValue = realmName === undefined ? null : readCookie(cookie, sessionCookie(realmName));
    const known = readCookie(cookie, BROWSER_COOKIE);
    if (known !== null && ID.test(known)) return { id: known, sessionValue, isNew: false };
    return { id: this.idOf(request, reply), sessionValue, isNew: true };
  }

  /** @param value the secret of a session that has just begun, or that got another one. */
  keepSession(reply: Reply, realmName: string, value: string): void {
    reply.header('set-cookie', writtenCookie(sessionCookie(realmName), value));
  }

  dropSession(reply: Reply, realmName: string): void {
    reply.header('set-cookie', droppedCookie(sessionCookie(realmName)));
  }

  private idOf(request: object, reply: Reply): string {
    const given = GIVEN.get(request);
    if (given !== undefined) return given;
    const id = this.random.secret();
    GIVEN.set(request, id);
    reply.header('set-cookie', writtenCookie(BROWSER_COOKIE, id));
    return id;
  }
}
