import type { FastifyReply } from 'fastify';
import type { Cookie } from '../door/act.ts';

/** Host-bound, script-proof, never sent along by another site. `maxAge` 0 removes it. */
export function setCookie(reply: FastifyReply, { name, value, maxAge }: Cookie): void {
  void reply.setCookie(name, value, { path: '/', httpOnly: true, secure: true, sameSite: 'strict', maxAge });
}
