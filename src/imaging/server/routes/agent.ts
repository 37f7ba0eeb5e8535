/** What a terminal's folder watcher is told, without an entry: it asks every few seconds, and nobody reads it (5.6-4). */
import { isRefusal } from '#/base/rules/refusal.ts';
import { bindPublic, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { refuseAtWork } from '#/custody/server/door.ts';
import { personAtAgent } from '#/protection/server/door.ts';
import { claimedTask } from '#/workflow/server/door.ts';
import { type AgentStop, agentState } from '../../rules/api/agent.ts';
import { imagesOf, wordsOf } from '../capture/state.ts';
import { findCapture, openCaptureOf, writtenSince } from '../store/captures.ts';
import type { CaptureDeps } from './captures.ts';

export const agentRoutes = ({ db }: Pick<CaptureDeps, 'db'>): Binding[] => [
  bindPublic(agentState, async ({ request }) => {
    const here = await personAtAgent(db, request);
    if (isRefusal(here)) return here;
    const { terminal, actor } = here;
    const open = actor
      ? await db.transaction().execute((tx) => openAt(tx, terminal.id, actor.personId))
      : { stopped: null, capture: null };
    return { terminal: terminal.name, serverTime: new Date().toISOString(), signedIn: actor !== null, ...open };
  }),
];

const nothing = (stopped: AgentStop | null) => ({ stopped, capture: null });

/** What lies open at this person, at this terminal; nothing where the acts would be refused. */
async function openAt(tx: Tx, terminalId: string, personId: string) {
  const open = await openCaptureOf(tx, personId);
  const capture = open && (await findCapture(tx, open.id));
  if (!capture) return nothing(null);
  if (capture.terminal_id !== terminalId) return nothing('elsewhere');
  if ((await refuseAtWork(tx, [capture.original_id], { paper: false })).has(capture.original_id))
    return nothing('halted');
  if (isRefusal(await claimedTask(tx, { unitId: capture.unit_id }, personId, ['scan']))) return nothing('unclaimed');
  const { progress, quarantine } = await imagesOf(tx, capture.unit_id, capture.original_id);
  const { last, feedFrom, pending } = progress;
  return {
    stopped: null,
    capture: {
      ...{ id: capture.id, code: capture.code, last, feedFrom, pending },
      since: (await writtenSince(tx, capture.id)).toISOString(),
      quarantine: quarantine.map(({ id, name, position, refusal }) => ({
        ...{ id, name, position },
        ...wordsOf(refusal?.code ?? 'file-damaged', refusal?.params ?? {}),
      })),
    },
  };
}
