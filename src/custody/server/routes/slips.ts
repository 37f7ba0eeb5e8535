import { refuse } from '#/base/rules/refusal.ts';
import { bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { printForm, qrSvg } from '#/base/server/print.ts';
import { findSite, today } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { mayWork, projectsOf, refuseOutsider } from '#/engagement/server/door.ts';
import { listCabinets } from '#/premises/server/door.ts';
import { bearersOf, namesOf } from '#/protection/server/door.ts';
import { routingSlipsForm, type RoutingSlipsData } from '../../forms/routing-slips.ts';
import { originalViewers } from '../../rules/api/originals.ts';
import { cabinetList, handlerList, slipPrint, slipShow } from '../../rules/api/work.ts';
import { handlers } from '../../rules/work.ts';
import { findBatch } from '../store/batches.ts';
import { findOriginal } from '../store/originals.ts';
import { slipsOfBatch, slipsOfOriginal, stepsOfSlips } from '../store/slips.ts';
import { countsOfCabinets } from '../store/whereabouts.ts';
import { noBatch } from './batches.ts';

async function worksInSome(tx: Tx, personId: string, projects: readonly string[]): Promise<boolean> {
  for (const project of projects) if (await mayWork(tx, personId, project, handlers)) return true;
  return false;
}

export const slipRoutes = (): Binding[] => [
  bindView(slipShow, async (tx, { actor, subject }) => {
    const original = await findOriginal(tx, subject ?? '');
    if (!original) return refuse('not-found', { what: { zh: '档案', en: 'original' } });
    const outside = await refuseOutsider(tx, actor, original.project_id, originalViewers);
    if (outside) return outside;
    const slips = await slipsOfOriginal(tx, original.id);
    const steps =
      slips.length === 0
        ? []
        : await stepsOfSlips(
            tx,
            slips.map(({ id }) => id),
          );
    const person = personFrom(
      await namesOf(
        tx,
        steps.map((one) => one.done_by),
      ),
    );
    return {
      slips: slips.map((slip) => ({
        ...{ number: slip.number, batch: slip.batch_number, madeAt: slip.made_at.toISOString() },
        steps: steps
          .filter((one) => one.slip_id === slip.id)
          .map((one) => ({
            ...{ id: one.id, step: one.step, part: one.part_number, device: one.device_code, note: one.note },
            ...{ items: one.items, pages: one.pages, by: person(one.done_by) },
            ...{ startedAt: one.started_at.toISOString(), finishedAt: one.finished_at.toISOString() },
          })),
      })),
    };
  }),

  bindView(slipPrint, async (tx, { actor, subject }) => {
    const batch = await findBatch(tx, subject ?? '');
    if (!batch) return noBatch();
    const outside = await refuseOutsider(tx, actor, batch.project_id, originalViewers);
    if (outside) return outside;
    const slips = await slipsOfBatch(tx, batch.id);
    if (slips.length === 0) return refuse('batch-empty');
    const site = await findSite(tx);
    const data: RoutingSlipsData = {
      ...{ archiveName: site?.name ?? '', batchNumber: batch.number, batchName: batch.name },
      projectName: batch.project_name,
      slips: slips.map((slip) => ({ ...slip, qrSvg: qrSvg(slip.number) })),
    };
    return printForm(tx, routingSlipsForm, data, actor.personId);
  }),

  bindView(handlerList, async (tx, { actor }) => {
    const projects = await projectsOf(tx, actor);
    const items = [];
    // A role for the whole site counts in the projects of its own company alone.
    for (const one of await bearersOf(tx, handlers, projects, await today(tx)))
      if (projects === null || (await worksInSome(tx, one.id, projects))) items.push(one);
    return { items };
  }),

  bindView(cabinetList, async (tx) => {
    const counts = new Map((await countsOfCabinets(tx)).map((one) => [one.cabinet_id, Number(one.count)]));
    const items = (await listCabinets(tx)).flatMap(({ id, code, stage }) =>
      stage === null ? [] : [{ id, code, stage, count: counts.get(id) ?? 0 }],
    );
    return { items };
  }),
];
