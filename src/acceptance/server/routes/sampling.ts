import type { PersonActor } from '#/base/rules/actor.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Role } from '#/base/rules/roles.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import type { Announce } from '#/base/server/jobs/announce.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { refuseAtWork, refusalOfStanding } from '#/custody/server/door.ts';
import { listedEntries } from '#/description/server/door.ts';
import { refuseOutsider, specificationOf } from '#/engagement/server/door.ts';
import { deliveryOf } from '#/imaging/server/door.ts';
import { lockPackage, packagesForAcceptance, unitsOfPackage, withdrawFailed } from '#/products/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import {
  acceptanceViewers,
  batchList,
  deciders,
  defectAdd,
  sampleDefectWithdraw,
  sampleJudge,
  samplers,
  sampleUnit,
  samplingDecide,
  samplingDraw,
  samplingShow,
} from '../../rules/api/sampling.ts';
import { ratesOf, sampleSize, samplingVerdict, strictest, unitVerdict } from '../../rules/sampling.ts';
import { checksStanding } from '../check/standing.ts';
import { draw, newSeed } from '../draw.ts';
import {
  decideSampling,
  defectsOf,
  findSampling,
  insertDefect,
  insertSampling,
  judgeUnit,
  lockSampling,
  sampledUnits,
  samplingOfPackage,
  type SamplingRow,
  samplingsOfProject,
  withdrawDefect,
} from '../store/sampling.ts';

export interface SamplingDeps {
  queue: Pick<JobQueue, 'enqueue'>;
  announce: Announce;
}

export const samplingRoutes = (deps: SamplingDeps): Binding[] => [
  listRoute(),
  drawRoute(),
  showRoute(),
  unitRoute(),
  defectRoute(),
  withdrawRoute(),
  judgeRoute(),
  decideRoute(deps),
];

const noSampling = (): Refusal => refuse('not-found', { what: { zh: '抽检', en: 'sampling' } });

/** The units of samplings with their defects. */
async function looksOf(db: Db | Tx, ids: readonly string[]) {
  const defects = Map.groupBy(await defectsOf(db, ids), (row) => `${row.sampling_id} ${row.unit_id}`);
  const units = (await sampledUnits(db, ids)).map((row) => ({
    ...row,
    defects: defects.get(`${row.sampling_id} ${row.unit_id}`) ?? [],
  }));
  return Map.groupBy(units, ({ sampling_id: id }) => id);
}

type Look = NonNullable<ReturnType<Awaited<ReturnType<typeof looksOf>>['get']>>[number];

const ratesNow = (units: readonly Look[]) =>
  ratesOf(units.map(({ verdict, defects }) => ({ verdict, defects: defects.map(({ kind }) => kind) })));

type Person = ReturnType<typeof personFrom>;

const present = (row: SamplingRow, units: readonly Look[], person: Person) => {
  const now = ratesNow(units);
  return {
    ...{ id: row.id, size: row.size, looked: now.looked, limits: row.limits, seed: row.seed, verdict: row.verdict },
    ...{ catalogue: row.catalogue_permille ?? now.catalogue, other: row.other_permille ?? now.other },
    ...{ opinion: row.opinion, drawnBy: person(row.drawn_by), drawnAt: row.drawn_at.toISOString() },
    decidedBy: row.decided_by === null ? null : person(row.decided_by),
    decidedAt: row.decided_at?.toISOString() ?? null,
  };
};

const listRoute = (): Binding =>
  bindView(batchList, async (tx, { actor, subject }) => {
    const projectId = subject ?? '';
    const outside = await refuseOutsider(tx, actor, projectId, acceptanceViewers);
    if (outside) return outside;
    const samplings = await samplingsOfProject(tx, projectId);
    const checks = await checksStanding(tx, projectId);
    const looks = await looksOf(
      tx,
      samplings.map(({ id }) => id),
    );
    const person = personFrom(
      await namesOf(
        tx,
        samplings.flatMap((row) => [row.drawn_by, row.decided_by]),
      ),
    );
    const items = (await packagesForAcceptance(tx, projectId)).map(({ id, number, state, units, images }) => {
      const row = samplings.find(({ package_id: packageId }) => packageId === id);
      return {
        ...{ packageId: id, number, state, units, images },
        sampling: row ? present(row, looks.get(row.id) ?? [], person) : null,
        check: checks.get(id) ?? null,
      };
    });
    return { items };
  });

const drawRoute = (): Binding =>
  bindAct(samplingDraw, {
    async run(tx, { actor, subject }) {
      const row = await lockPackage(tx, subject ?? '');
      if (!row) return refuse('not-found', { what: { zh: '信息包', en: 'package' } });
      const outside = await refuseOutsider(tx, actor, row.project_id, deciders);
      if (outside) return outside;
      if (await samplingOfPackage(tx, row.id)) return refuse('sampled-already', { number: row.number });
      if (row.state !== 'made') return refuse('package-not-made', { number: row.number });
      const units = await unitsOfPackage(tx, row.id);
      const limits = [];
      for (const { project_id: projectId, scheme_id: schemeId, code } of units) {
        const specification = await specificationOf(tx, { projectId, schemeId, code });
        if (specification) limits.push(specification.data);
      }
      const { samplePermille, sampleLeast, passCatalogue, passOther } = strictest(limits);
      const agreed = { samplePermille, sampleLeast, passCatalogue, passOther };
      const seed = newSeed();
      const drawn = draw(seed, units, sampleSize(units.length, agreed));
      const samplingId = await insertSampling(tx, {
        ...{ packageId: row.id, projectId: row.project_id, seed, population: units.length, limits: agreed },
        ...{ by: actor.personId, units: drawn },
      });
      const output = { samplingId, size: drawn.length, population: units.length, seed };
      return {
        output,
        after: { ...output, package: row.number, codes: drawn.map(({ code }) => code), limits: agreed },
      };
    },
  });

const showRoute = (): Binding =>
  bindView(samplingShow, async (tx, { actor, subject }) => {
    const row = await findSampling(tx, subject ?? '');
    if (!row) return noSampling();
    const outside = await refuseOutsider(tx, actor, row.project_id, acceptanceViewers);
    if (outside) return outside;
    const units = (await looksOf(tx, [row.id])).get(row.id) ?? [];
    const person = personFrom(
      await namesOf(tx, [
        ...[row.drawn_by, row.decided_by],
        ...units.flatMap(({ looked_by: by, defects }) => [by, ...defects.map((one) => one.found_by)]),
      ]),
    );
    return {
      ...present(row, units, person),
      ...{ packageId: row.package_id, number: row.number, projectId: row.project_id, population: row.population },
      units: units.map((unit) => ({
        ...{ unitId: unit.unit_id, position: unit.position, code: unit.code, verdict: unit.verdict },
        halted: refusalOfStanding(unit, { paper: false }) !== null,
        lookedBy: unit.looked_by === null ? null : person(unit.looked_by),
        defects: unit.defects.map(({ id, kind, page, note, found_by: by, found_at: at }) => ({
          ...{ id, kind, page, note, by: person(by), at: at.toISOString() },
        })),
      })),
    };
  });

/** One of the units of a sampling that is not halted. */
async function unitAt(
  tx: Tx,
  { actor, row }: { actor: PersonActor; row: SamplingRow | undefined },
  unitId: string,
  roles: readonly Role[],
): Promise<{ row: SamplingRow; unit: Look } | Refusal> {
  if (!row) return noSampling();
  const outside = await refuseOutsider(tx, actor, row.project_id, roles);
  if (outside) return outside;
  const unit = ((await looksOf(tx, [row.id])).get(row.id) ?? []).find((one) => one.unit_id === unitId);
  if (!unit) return refuse('not-in-sample', {}, 'input.unitId');
  // 6.5-1: of what is halted nothing is looked at.
  const stopped = (await refuseAtWork(tx, [unit.original_id], { paper: false })).get(unit.original_id);
  return stopped ?? { row, unit };
}

const unitRoute = (): Binding =>
  bindView(sampleUnit, async (tx, { actor, subject, input }) => {
    const row = await findSampling(tx, subject ?? '');
    const found = await unitAt(tx, { actor, row }, input.unitId, samplers);
    if (isRefusal(found)) return found;
    const { unit } = found;
    const entries = await listedEntries(tx, [unit.original_id]);
    const { pages } = await deliveryOf(tx, unit.unit_id, 'treated');
    return {
      ...{ unitId: unit.unit_id, code: unit.code, images: pages.length },
      entries: entries.map(({ level, code, values }) => ({ level, code, values })),
    };
  });

const refuseDecided = ({ verdict }: SamplingRow): Refusal | null =>
  verdict === null ? null : refuse('sampling-decided');

const defectRoute = (): Binding =>
  bindAct(defectAdd, {
    async run(tx, { actor, subject, input }) {
      const locked = await lockSampling(tx, subject ?? '');
      const found = await unitAt(tx, { actor, row: locked }, input.unitId, samplers);
      if (isRefusal(found)) return found;
      const { row, unit } = found;
      const decided = refuseDecided(row);
      if (decided) return decided;
      const { kind, page, note } = input;
      if (page !== null && page > (await deliveryOf(tx, unit.unit_id, 'treated')).pages.length)
        return refuse('no-such-page', { page }, 'input.page');
      const unitId = unit.unit_id;
      const defectId = await insertDefect(tx, { samplingId: row.id, unitId, kind, page, note, by: actor.personId });
      // Found by whoever judges: it fails the unit at once.
      await judgeUnit(tx, row.id, unitId, { verdict: 'failed', by: actor.personId });
      return { output: { defectId }, after: { package: row.number, code: unit.code, kind, page, note } };
    },
  });

const withdrawRoute = (): Binding =>
  bindAct(sampleDefectWithdraw, {
    async run(tx, { actor, subject, input }) {
      const row = await lockSampling(tx, subject ?? '');
      if (!row) return noSampling();
      const refused = (await refuseOutsider(tx, actor, row.project_id, samplers)) ?? refuseDecided(row);
      if (refused) return refused;
      const unitId = await withdrawDefect(tx, row.id, input.defectId);
      if (!unitId) return refuse('not-found', { what: { zh: '缺陷', en: 'defect' } });
      // What is left of it is to be judged again.
      await judgeUnit(tx, row.id, unitId, null);
      return { output: {}, after: { package: row.number, defect: input.defectId } };
    },
  });

const judgeRoute = (): Binding =>
  bindAct(sampleJudge, {
    async run(tx, { actor, subject, input }) {
      const locked = await lockSampling(tx, subject ?? '');
      const found = await unitAt(tx, { actor, row: locked }, input.unitId, samplers);
      if (isRefusal(found)) return found;
      const { row, unit } = found;
      const decided = refuseDecided(row);
      if (decided) return decided;
      const verdict = unitVerdict(unit.defects.map(({ kind }) => kind));
      await judgeUnit(tx, row.id, unit.unit_id, { verdict, by: actor.personId });
      const left = ((await looksOf(tx, [row.id])).get(row.id) ?? []).filter((one) => one.verdict === null).length;
      return { output: { verdict, left }, after: { package: row.number, code: unit.code, verdict } };
    },
  });

const decideRoute = (deps: SamplingDeps): Binding =>
  bindAct(samplingDecide, {
    async run(tx, { actor, subject, input }) {
      const row = await lockSampling(tx, subject ?? '');
      if (!row) return noSampling();
      const refused = (await refuseOutsider(tx, actor, row.project_id, deciders)) ?? refuseDecided(row);
      if (refused) return refused;
      const units = (await looksOf(tx, [row.id])).get(row.id) ?? [];
      const sample = units.map(({ verdict, defects }) => ({ verdict, defects: defects.map(({ kind }) => kind) }));
      const verdict = samplingVerdict(sample, row.limits);
      if (verdict === null) {
        const unseen = units.filter((one) => one.verdict === null).map(({ code }) => code);
        return refuse('sample-unseen', { count: unseen.length, codes: unseen.slice(0, 10).join('、') });
      }
      const { catalogue, other } = ratesOf(sample);
      await decideSampling(tx, row.id, { verdict, catalogue, other, opinion: input.opinion, by: actor.personId });
      // DA/T 31 §12.4: back to be reworked; what is packed anew is drawn anew.
      if (verdict === 'failed') await withdrawFailed(tx, deps, row.package_id, actor.personId);
      const output = { verdict, catalogue, other };
      return { output, after: { ...output, package: row.number, opinion: input.opinion } };
    },
  });
