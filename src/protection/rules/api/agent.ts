/** The folder watcher of a terminal: its one-time code, its credential, its end (5.5-2). */
import { z } from 'zod';
import { act, publicDoor } from '#/base/rules/declare.ts';
import { id, instant, none, secret, text } from '#/base/rules/wire.ts';

/** A second credential of a terminal, for the program that watches the scanner's folder there. */
export const agentInvite = act({
  name: 'protection.agent.invite',
  label: { zh: '签发监视程序注册码', en: 'Issue a code for a folder watcher' },
  roles: ['securityOfficer'],
  clauses: ['5.5-2'],
  subject: 'terminal',
  input: none,
  output: z.object({ code: secret(z.string()), expiresAt: instant }),
});

export const agentRevoke = act({
  name: 'protection.agent.revoke',
  label: { zh: '注销监视程序', en: 'Revoke a folder watcher' },
  roles: ['securityOfficer'],
  clauses: ['5.5-2'],
  subject: 'terminal',
  input: z.strictObject({ reason: text(200) }),
  output: none,
});

/** The folder watcher of an enrolled terminal redeems its own code; the credential is told this once. */
export const agentEnrol = publicDoor({
  name: 'protection.agent.enrol',
  label: { zh: '监视程序注册', en: 'Enrol the folder watcher' },
  clauses: ['5.5-2'],
  subject: 'terminal',
  method: 'POST',
  input: z.strictObject({ code: secret(z.string().trim().max(64)) }),
  output: z.object({ terminal: z.object({ id, name: z.string() }), credential: secret(z.string()) }),
});
