/** What waits on somebody's desk, and what a label names that he scans there. */
import { businessDay } from '#/base/rules/business-day.ts';
import { workingDaysBetween } from '#/base/rules/working-days.ts';
import { isRefusal } from '#/base/rules/refusal.ts';
import { bindView, type Binding } from '#/base/server/door/bind.ts';
import { siteZone, today } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { projectsOf } from '#/engagement/server/door.ts';
import { alarmThreshold, namesOf } from '#/protection/server/door.ts';
import { counters, custodyDueList, scanFind } from '../../rules/api/due.ts';
import { originalViewers } from '../../rules/api/originals.ts';
import { incidentState } from '../../rules/damage.ts';
import { dueOf } from '../../rules/due.ts';
import { unsweptDay } from '../gate.ts';
import { findScanned } from '../scanned.ts';
import { countedBatch, dueBatches, dueFindings, dueFinds, dueIncidents } from '../store/due.ts';
import { sourcesToPurge } from '../store/imports.ts';
import { processedSince, projectsOut } from '../store/sweeps.ts';
import { incidentOf } from './damage.ts';

export const dueRoutes = (): Binding[] => [dueRoute(), findRoute()];

const dueRoute = (): Binding =>
  bindView(custodyDueList, async (tx, { actor }) => {
    const projects = await projectsOf(tx, actor);
    const mine = (id: string): boolean => projects === null || projects.includes(id);
    const [day, zone] = [await today(tx), await siteZone(tx)];
    const daysSince = (at: Date): number => workingDaysBetween(businessDay(at.getTime(), zone), day);
    const unswept = [];
    for (const { project_id: projectId, number, name } of (await projectsOut(tx)).filter((one) =>
      mine(one.project_id),
    )) {
      const owed = await unsweptDay(tx, projectId, day);
      if (owed !== null) unswept.push({ projectId, project: `${number} ${name}`, day: owed });
    }
    const findings = await dueFindings(tx, projects);
    const person = personFrom(
      await namesOf(
        tx,
        findings.map(({ holder_id }) => holder_id),
      ),
    );
    const processed = new Map<string, { batchId: string; number: string; count: number; days: number }>();
    for (const row of (await processedSince(tx)).filter(({ project_id }) => mine(project_id))) {
      const { batch_id: batchId, number } = row;
      const own = processed.get(batchId) ?? { batchId, number, count: 0, days: 0 };
      processed.set(batchId, { ...own, count: own.count + 1, days: Math.max(own.days, daysSince(row.processed_at)) });
    }
    const items = dueOf(
      {
        batches: (await dueBatches(tx, projects)).map(({ id, number, name, state, requested_at, approved_at }) => ({
          ...{ id, number, name, state: state === 'requested' ? ('requested' as const) : ('approved' as const) },
          at: approved_at ?? requested_at,
        })),
        finds: (await dueFinds(tx, projects)).map((row) => ({
          ...{ id: row.id, number: row.number, code: row.code, at: row.occurred_at, overdue: row.found_on < day },
        })),
        incidents: (await dueIncidents(tx, projects)).flatMap((row) => {
          const state = incidentState(incidentOf(row));
          return state === 'settled'
            ? []
            : [{ id: row.id, number: row.number, code: row.code, at: row.occurred_at, state }];
        }),
        findings: findings.map((row) => ({
          ...{ id: row.id, code: row.code, day: row.day, holder: person(row.holder_id).name },
        })),
        sources: (await sourcesToPurge(tx, projects, 50)).map((row) => ({
          ...{
            projectId: row.project_id,
            attachmentId: row.attachment_id,
            fileName: row.file_name ?? '',
            classified: row.classified,
          },
        })),
        ...{ unswept, processed: [...processed.values()] },
        reshelvingDays: await alarmThreshold(tx, 'reshelving-late'),
      },
      actor.roles,
    );
    return { items: items.map((one) => ({ ...one, at: one.at?.toISOString() ?? null })), next: null };
  });

const findRoute = (): Binding =>
  bindView(scanFind, async (tx, { actor, input }) => {
    const scanned = await findScanned(tx, actor, input.code, originalViewers);
    if (isRefusal(scanned)) return scanned;
    const counts = actor.roles.some((role) => counters.some((one) => one === role));
    const batch = counts ? await countedBatch(tx, scanned.id) : undefined;
    const { code, title, projectId } = scanned;
    return { code, title, projectId, counting: batch?.id ?? null };
  });
