/** What waits among originals, of some projects or of all (null). */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import type {} from '../tables.ts';

type Projects = readonly string[] | null;

/** More than anybody works through from his desk. */
const most = 50;

const within = (column: string, projects: Projects) =>
  projects === null ? sql<boolean>`true` : sql<boolean>`${sql.ref(column)} = any(${[...projects]}::uuid[])`;

export const dueBatches = (db: Db | Tx, projects: Projects) =>
  db
    .selectFrom('batch')
    .select(['id', 'number', 'name', 'state', 'requested_at', 'approved_at'])
    .where('state', 'in', ['requested', 'approved'])
    .where(within('batch.project_id', projects))
    .orderBy('id')
    .limit(most)
    .execute();

export const dueFinds = (db: Db | Tx, projects: Projects) =>
  db
    .selectFrom('classified_find')
    .innerJoin('original', 'original.id', 'classified_find.original_id')
    .select(['classified_find.id', 'classified_find.number', 'classified_find.found_on', 'original.code'])
    .select('classified_find.occurred_at')
    .where('classified_find.outcome', 'is', null)
    .where(within('original.project_id', projects))
    .orderBy('classified_find.id')
    .limit(most)
    .execute();

export const dueIncidents = (db: Db | Tx, projects: Projects) =>
  db
    .selectFrom('damage_incident')
    .innerJoin('original', 'original.id', 'damage_incident.original_id')
    .select(['damage_incident.id', 'damage_incident.number', 'damage_incident.kind', 'damage_incident.judged_at'])
    .select(['damage_incident.remedy', 'damage_incident.sent_at', 'damage_incident.accepted_at', 'original.code'])
    .select('damage_incident.occurred_at')
    .where((eb) =>
      eb.or([
        eb('damage_incident.judged_at', 'is', null),
        eb.and([eb('damage_incident.remedy', '=', 'repair'), eb('damage_incident.accepted_at', 'is', null)]),
      ]),
    )
    .where(within('original.project_id', projects))
    .orderBy('damage_incident.id')
    .limit(most)
    .execute();

export const dueFindings = (db: Db | Tx, projects: Projects) =>
  db
    .selectFrom('sweep_finding')
    .innerJoin('sweep', 'sweep.id', 'sweep_finding.sweep_id')
    .innerJoin('original', 'original.id', 'sweep_finding.original_id')
    .select(['sweep_finding.id', 'sweep_finding.holder_id', 'sweep.day', 'original.code'])
    .where('sweep_finding.lifted_at', 'is', null)
    .where(within('sweep.project_id', projects))
    .orderBy('sweep_finding.id')
    .limit(most)
    .execute();

/** The open batch of an original that is being counted, to go out or to come back. */
export const countedBatch = (db: Db | Tx, originalId: string) =>
  db
    .selectFrom('batch_original')
    .innerJoin('batch', 'batch.id', 'batch_original.batch_id')
    .select('batch.id')
    .where('batch_original.original_id', '=', originalId)
    .where('batch_original.open', '=', true)
    .where('batch.state', 'in', ['approved', 'out'])
    .executeTakeFirst();
