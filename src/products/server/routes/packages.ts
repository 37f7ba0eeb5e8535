import { fill, isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Config } from '#/base/server/config.ts';
import type { Tx } from '#/base/server/db.ts';
import { folderName, folderOf, targetExists } from '#/base/server/exports.ts';
import type { Announce } from '#/base/server/jobs/announce.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import { eraseJob } from '#/base/server/routes/purge.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { findProject, refuseOutsider } from '#/engagement/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import {
  keepers,
  makers,
  packageExport,
  packageFiles,
  packageList,
  packageProgress,
  packageRetry,
  packageSeal,
  packageShow,
  packageViewers,
  packageWithdraw,
  unitList,
} from '../../rules/api/packages.ts';
import { packageChanged } from '../../rules/events.ts';
import { type ProductCode, productMessages } from '../../rules/messages.ts';
import { fileKinds, packageStateNames, type PackageState } from '../../rules/package.ts';
import { carrierJob } from '../carrier-job.ts';
import { makeJob } from '../make/make-job.ts';
import { inputOf, stoppedIn, stoppedUnits } from '../input.ts';
import { obstacleWords, unitsToSeal } from '../seal.ts';
import type { Settled } from '../settled.ts';
import { carrierOfFolder, carriersOf, insertCarrier } from '../store/carriers.ts';
import {
  filesOfPackage,
  findPackage,
  insertPackage,
  kindsOfPackage,
  lockPackage,
  packagesOfProject,
  type PackageRow,
  retryPackage,
  withdrawPackage,
} from '../store/packages.ts';
import { countPacked, finishedOutside } from '../store/units.ts';

export interface PackageDeps {
  config: Config;
  announce: Announce;
  /** Asked before a package is withdrawn. */
  settled: Settled;
  queue: Pick<JobQueue, 'enqueue'>;
}

export const packageRoutes = (deps: PackageDeps): Binding[] => [
  unitsRoute(),
  sealRoute(deps),
  ...readRoutes(),
  retryRoute(deps),
  withdrawRoute(deps),
  exportRoute(deps),
];

/** Units of one answer: what comes first by its code. */
const shownUnits = 300;

const unitsRoute = (): Binding =>
  bindView(unitList, async (tx, { actor, subject }) => {
    const projectId = subject ?? '';
    const outside = await refuseOutsider(tx, actor, projectId, makers);
    if (outside) return outside;
    const units = await finishedOutside(tx, projectId, shownUnits);
    const stopped = await stoppedUnits(
      tx,
      units.map(({ original_id: id }) => id),
    );
    const items = [];
    for (const unit of units) {
      const { pages, obstacle: own } = await inputOf(tx, unit);
      const obstacle = stopped.get(unit.original_id) ?? own;
      const read = pages.filter(({ readAt }) => readAt !== null).length;
      const common = { unitId: unit.id, code: unit.code, images: pages.length, read };
      items.push({ ...common, obstacle: obstacle && obstacleWords(obstacle) });
    }
    return { items, packed: await countPacked(tx, projectId) };
  });

const sealRoute = ({ queue }: PackageDeps): Binding =>
  bindAct(packageSeal, {
    async run(tx, { actor, subject, input }) {
      const projectId = subject ?? '';
      const outside = await refuseOutsider(tx, actor, projectId, makers);
      if (outside) return outside;
      const project = await findProject(tx, projectId);
      if (!project) return refuse('not-found', { what: { zh: '项目', en: 'project' } });
      const units = await unitsToSeal(tx, projectId, input);
      if (isRefusal(units)) return units;
      const { pdf, ofd, encoding } = input;
      const at = new Date();
      const { id, number } = await insertPackage(tx, {
        ...{ projectId, projectNumber: project.number, pdf, ofd, encoding, by: actor.personId, at },
        units: units.map(({ unit, input: { digest, pages } }) => ({
          ...{ unitId: unit.id, code: unit.code, input: digest, images: pages.length },
        })),
      });
      await queue.enqueue(tx, makeJob, { packageId: id }, id);
      const images = units.reduce((sum, one) => sum + one.input.pages.length, 0);
      const codes = units.map(({ unit }) => unit.code);
      return {
        output: { packageId: id, number, units: units.length, images },
        subjectId: id,
        after: { number, pdf, ofd, encoding, sealedAt: at.toISOString(), images, codes },
      };
    },
  });

async function present(tx: Tx, rows: readonly PackageRow[]) {
  const person = personFrom(
    await namesOf(
      tx,
      rows.flatMap((row) => [row.sealed_by, row.withdrawn_by]),
    ),
  );
  return rows.map((row) => ({
    ...{ id: row.id, number: row.number, state: row.state, pdf: row.pdf, ofd: row.ofd, encoding: row.encoding },
    ...{ units: row.units, made: Number(row.made_units), images: row.images, files: Number(row.files) },
    ...{ bytes: row.bytes ?? '0', sealedBy: person(row.sealed_by), sealedAt: row.sealed_at.toISOString() },
    ...{ madeAt: row.made_at?.toISOString() ?? null, seal: row.seal, version: row.version },
    fault: row.fault && faultWords(row.fault),
    withdrawn:
      row.withdrawn_at === null
        ? null
        : {
            by: row.withdrawn_by === null ? null : person(row.withdrawn_by),
            at: row.withdrawn_at.toISOString(),
            reason: row.withdrawn_reason ?? '',
          },
  }));
}

function faultWords({ code, params }: Pick<Refusal, 'code' | 'params'>) {
  const { zh, en } = productMessages[code as ProductCode];
  return {
    zh: `${fill(zh.what, params, 'zh')}。${zh.next}`,
    en: `${fill(en.what, params, 'en')}. ${en.next}`,
  };
}

const readRoutes = (): Binding[] => [
  bindView(packageList, async (tx, { actor, subject, input }) => {
    const outside = await refuseOutsider(tx, actor, subject ?? '', packageViewers);
    if (outside) return outside;
    const rows = await packagesOfProject(tx, subject ?? '', input.cursor, input.limit);
    const { page, next } = cutPage(rows, input.limit, ({ id }) => id);
    return { items: await present(tx, page), next };
  }),

  bindView(packageProgress, async (tx, { actor, subject }) => {
    const outside = await refuseOutsider(tx, actor, subject ?? '', packageViewers);
    if (outside) return outside;
    const rows = await packagesOfProject(tx, subject ?? '', undefined, 20);
    const items = rows.map(({ id, state, made_units: made, units }) => ({ id, state, made: Number(made), units }));
    return { items };
  }),

  bindView(packageShow, async (tx, { actor, subject }) => {
    const row = await findPackage(tx, subject ?? '');
    if (!row) return noPackage();
    const outside = await refuseOutsider(tx, actor, row.project_id, packageViewers);
    if (outside) return outside;
    const [shown] = await present(tx, [row]);
    const kinds = new Map((await kindsOfPackage(tx, row.id)).map((one) => [one.kind, one]));
    const carriers = await carriersOf(tx, row.id);
    const person = personFrom(
      await namesOf(
        tx,
        carriers.flatMap((one) => [one.requested_by, one.approved_by]),
      ),
    );
    return {
      ...shown!,
      projectId: row.project_id,
      kinds: fileKinds.flatMap((kind) => {
        const own = kinds.get(kind);
        return own ? [{ kind, files: Number(own.files), bytes: own.bytes }] : [];
      }),
      carriers: carriers.map((one) => ({
        ...{ id: one.id, target: one.target, state: one.state, files: one.files, bytes: one.bytes, seal: one.seal },
        ...{ requestedBy: person(one.requested_by), approvedBy: person(one.approved_by) },
        ...{ at: one.requested_at.toISOString(), finishedAt: one.finished_at?.toISOString() ?? null },
      })),
    };
  }),

  bindView(packageFiles, async (tx, { actor, subject, input }) => {
    const row = await findPackage(tx, subject ?? '');
    if (!row) return noPackage();
    const outside = await refuseOutsider(tx, actor, row.project_id, packageViewers);
    if (outside) return outside;
    const { kind, cursor: after, limit } = input;
    const { page, next } = cutPage(await filesOfPackage(tx, row.id, { kind, after, limit }), limit, ({ path }) => path);
    const items = page.map((file) => ({
      ...{ path: file.path, kind: file.kind, code: file.code, bytes: file.bytes },
      ...{ sha256: file.sha256, sm3: file.sm3 ?? '' },
    }));
    return { items, next };
  }),
];

const noPackage = (): Refusal => refuse('not-found', { what: { zh: '信息包', en: 'package' } });

/** A package that stands in one of these states, locked. */
async function lockedIn(tx: Tx, id: string | null, states: readonly PackageState[]) {
  const row = await lockPackage(tx, id ?? '');
  if (!row) return noPackage();
  return states.includes(row.state) ? row : refuse('package-not-in-state', { state: packageStateNames[row.state] });
}

const retryRoute = ({ queue }: PackageDeps): Binding =>
  bindAct(packageRetry, {
    async run(tx, { actor, subject }) {
      const row = await lockedIn(tx, subject, ['failed']);
      if (isRefusal(row)) return row;
      const outside = await refuseOutsider(tx, actor, row.project_id, makers);
      if (outside) return outside;
      await retryPackage(tx, row.id);
      await queue.enqueue(tx, makeJob, { packageId: row.id }, row.id);
      return { output: {}, after: { number: row.number, was: row.fault?.code ?? null } };
    },
  });

const withdrawRoute = ({ queue, announce, settled }: PackageDeps): Binding =>
  bindAct(packageWithdraw, {
    async run(tx, { actor, subject, input }) {
      const row = await lockedIn(tx, subject, ['sealed', 'made', 'failed']);
      if (isRefusal(row)) return row;
      const refused = (await refuseOutsider(tx, actor, row.project_id, keepers)) ?? (await settled(tx, row.project_id));
      if (refused) return refused;
      for (const sha256 of await withdrawPackage(tx, row.id, { by: actor.personId, reason: input.reason }))
        await queue.enqueue(tx, eraseJob, { sha256 }, sha256);
      await announce(tx, packageChanged, row.id);
      return { output: {}, before: { state: row.state }, after: { number: row.number, reason: input.reason } };
    },
  });

/** 6.5-1: nothing leaves with what is halted in it. */
async function refuseStopped(tx: Tx, packageId: string): Promise<Refusal | null> {
  const stopped = await stoppedIn(tx, packageId);
  return stopped && refuse('package-stopped', { code: stopped.code });
}

const exportRoute = ({ config, queue }: PackageDeps): Binding =>
  bindAct(packageExport, {
    async check(tx, { actor, subject, input }) {
      const row = await findPackage(tx, subject ?? '');
      if (!row) return noPackage();
      const outside = await refuseOutsider(tx, actor, row.project_id, keepers);
      if (outside) return outside;
      if (row.state !== 'made') return refuse('package-not-in-state', { state: packageStateNames[row.state] });
      const stopped = await refuseStopped(tx, row.id);
      if (stopped) return stopped;
      const taken = (await carrierOfFolder(tx, folderName(input.target))) ?? targetExists(config.dataDir, input.target);
      return taken ? refuse('target-exists', { target: input.target }, 'input.target') : null;
    },
    async run(tx, { actor, subject, input }, approval) {
      // Before the package, as whoever decides on a mark does.
      const stopped = await refuseStopped(tx, subject ?? '');
      if (stopped) return stopped;
      const row = await lockedIn(tx, subject, ['made']);
      if (isRefusal(row)) return row;
      if (!approval) throw new Error('a package leaves with a second person');
      const { target, purpose } = input;
      const carrierId = await insertCarrier(tx, {
        ...{ packageId: row.id, target, purpose, by: actor.personId, agreedBy: approval.approverId },
      });
      if (carrierId === null) return refuse('target-exists', { target }, 'input.target');
      await queue.enqueue(tx, carrierJob, { carrierId }, carrierId);
      const folder = folderOf(config.dataDir, target);
      return { output: { carrierId, folder }, after: { number: row.number, target, purpose } };
    },
  });
