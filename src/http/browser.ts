import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Random } from '../kernel/random.js';
import { addCookie, cookieOf } from './cookies.js';

/** The browser that a request comes from. */
export interface Browser {
  /** A secret of 256 bits in a cookie: what belongs to one browser, a sign-in that is under way, is bound to it. */
  readonly id: string;
  /** Value of the session cookie of the realm, if it came; nothing is known yet of what it is worth. */
  readonly sessionValue?: string;
}

const BROWSER_COOKIE = '__Host-rgb';
const sessionCookie = (realmName: string): string => `__Host-rgs-${realmName}`;
const VALUE = /^[A-Za-z0-9_-]{43}$/;

/** Knows browsers again by their cookies: `__Host-`, Secure, HttpOnly, SameSite=Lax (requirement 22). */
@Injectable()
export class Browsers {
  private readonly met = new WeakMap<FastifyRequest, string>();

  constructor(private readonly random: Random) {}

  /** One that comes without the cookie gets it with this answer. */
  recognise(request: FastifyRequest, reply: FastifyReply, realmName: string): Browser {
    const id = this.met.get(request) ?? known(request) ?? this.introduce(reply);
    this.met.set(request, id);
    return { id, sessionValue: cookieOf(request, sessionCookie(realmName)) };
  }

  /** The cookie ends with the browser; how long the session lasts is the server's business. */
  startSession(reply: FastifyReply, realmName: string, value: string): void {
    addCookie(reply, sessionCookie(realmName), value);
  }

  endSession(reply: FastifyReply, realmName: string): void {
    addCookie(reply, sessionCookie(realmName), '', 0);
  }

  private introduce(reply: FastifyReply): string {
    const id = this.random.secret();
    addCookie(reply, BROWSER_COOKIE, id);
    return id;
  }
}

function known(request: FastifyRequest): string | undefined {
  const id = cookieOf(request, BROWSER_COOKIE);
  return id !== undefined && VALUE.test(id) ? id : undefined;
}
