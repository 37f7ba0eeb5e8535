import { z } from 'zod';
import { publicDoor } from '#/base/rules/declare.ts';
import { id, instant, none, words } from '#/base/rules/wire.ts';

const position = z.number().int().min(1);

/** Why nothing is taken although something lies open. */
export const agentStops = ['halted', 'elsewhere', 'unclaimed'] as const;

/**
 * What a folder watcher asks before it sends anything, and again and again: who it works for, and what lies open. It
 * proves itself by the credential of its terminal (`Authorization: Bearer`); nobody need be signed in.
 */
export const agentState = publicDoor({
  name: 'imaging.agent.state',
  label: { zh: '监视程序询问扫描进度', en: 'A folder watcher asks what lies open' },
  clauses: ['5.5-2', '5.6-4'],
  subject: 'capture',
  method: 'GET',
  input: none,
  output: z.object({
    /** Name of the terminal. */
    terminal: z.string(),
    /** The scanner's machine may have another clock. */
    serverTime: instant,
    signedIn: z.boolean(),
    stopped: z.enum(agentStops).nullable(),
    capture: z
      .object({
        id,
        code: z.string(),
        /** Files written before belong to an earlier volume. */
        since: instant,
        /** Number of the last image that has arrived. */
        last: z.number().int(),
        feedFrom: position,
        pending: z.number().int(),
        quarantine: z.array(
          z.object({ id, name: z.string(), position: position.nullable(), what: words, next: words }),
        ),
      })
      .nullable(),
  }),
});

export type AgentStop = (typeof agentStops)[number];
