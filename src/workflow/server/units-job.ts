/** What custody announces: originals that were handed over come into work, those that are back are told so. */
import { systemActor } from '#/base/rules/actor.ts';
import type { Db } from '#/base/server/db.ts';
import { systemAct } from '#/base/server/door/system.ts';
import { listen } from '#/base/server/jobs/announce.ts';
import { jobHandler } from '#/base/server/jobs/job.ts';
import { handoverClosed } from '#/custody/rules/events.ts';
import { handedOver } from '#/custody/server/door.ts';
import { boundVersion, lockBinding } from './store/definitions.ts';
import { giveBackUnits, openUnits } from './store/units.ts';

export const handoverListener = listen(handoverClosed, 'workflow.units');

/** May run twice: a unit comes into work once for each batch, and is given back once. */
export const handoverHandler = ({ db }: { db: Db }) =>
  jobHandler(handoverListener, async ({ key }, { jobId }) => {
    const list = await handedOver(db, key);
    if (!list) throw new Error(`no handover: ${key}`);
    const { batch_id: batchId, project_id: projectId, originalIds, direction } = list;
    // Without a workflow its originals come into work when one is bound.
    if (direction === 'out' && !(await isBound(db, projectId))) return;
    await systemAct(db, systemActor('workflow', jobId, list.received_by), {
      act: direction === 'out' ? 'workflow.unit.open' : 'workflow.unit.giveBack',
      subject: { type: 'project', id: projectId },
      async body(tx) {
        const at = new Date();
        const version = await boundVersion(tx, projectId);
        const units =
          direction === 'out' && version
            ? await openUnits(tx, { projectId, version, batchId, originalIds }, { by: null, at })
            : await giveBackUnits(tx, batchId, originalIds, at);
        return { after: { handoverId: key, batchId, units } };
      },
    });
  });

const isBound = (db: Db, projectId: string): Promise<boolean> =>
  db.transaction().execute(async (tx) => {
    await lockBinding(tx, projectId);
    return (await boundVersion(tx, projectId)) !== undefined;
  });
