/** Training, and who was at it. */
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { InputOf } from '#/base/rules/declare.ts';
import type { trainingRegister } from '../../rules/api/training.ts';
import type { Attended } from '../../rules/training.ts';
import type {} from '../tables.ts';

export async function insertTraining(
  tx: Tx,
  { people, kind, heldOn, days, hours, topic, trainer, attachmentId }: InputOf<typeof trainingRegister>,
  { projectId, by }: { projectId: string; by: string },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('training')
    .values({
      ...{ id, project_id: projectId, kind, held_on: heldOn, days, hours, topic, trainer },
      ...{ attachment_id: attachmentId, registered_by: by },
    })
    .execute();
  await tx
    .insertInto('training_attendance')
    .values(
      people.map(({ personId, role, score, passed }) => ({
        ...{ training_id: id, person_id: personId, role, score, passed },
      })),
    )
    .execute();
  return id;
}

export const lockTraining = (tx: Tx, id: string) =>
  tx.selectFrom('training').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export const withdrawTraining = (tx: Tx, id: string, { by, reason }: { by: string; reason: string }) =>
  tx
    .updateTable('training')
    .set({ withdrawn_by: by, withdrawn_at: new Date(), withdraw_reason: reason })
    .where('id', '=', id)
    .execute();

/** The newest first. */
export function listTrainings(db: Db | Tx, projectId: string, before: string | null, limit: number) {
  const query = db.selectFrom('training').selectAll().where('project_id', '=', projectId).orderBy('id', 'desc');
  return (before === null ? query : query.where('id', '<', before)).limit(limit).execute();
}

export const attendancesOf = (db: Db | Tx, trainings: readonly string[]) =>
  trainings.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('training_attendance')
        .innerJoin('person', 'person.id', 'training_attendance.person_id')
        .select(['training_id', 'person_id', 'person.name', 'role', 'score', 'passed'])
        .where('training_id', 'in', [...trainings])
        .orderBy('person.name')
        .execute();

/** What counts for each of these people: of this site, whatever project it was held for. */
export async function trainedIn(db: Db | Tx, persons: readonly string[]): Promise<Map<string, Attended[]>> {
  if (persons.length === 0) return new Map();
  const rows = await db
    .selectFrom('training_attendance')
    .innerJoin('training', 'training.id', 'training_attendance.training_id')
    .select(['person_id', 'kind', 'role', 'passed'])
    .where('person_id', 'in', [...persons])
    .where('withdrawn_by', 'is', null)
    .execute();
  const all = new Map<string, Attended[]>();
  for (const { person_id: personId, ...one } of rows) all.set(personId, [...(all.get(personId) ?? []), one]);
  return all;
}
