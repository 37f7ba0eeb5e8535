/** Transfer of data (7.2-5): carriers are read by whoever receives them, and go over on the signatures of both sides. */
import type { Words } from '#/base/rules/declare.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import { refuseAttachments } from '#/base/server/store/attachments.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { refuseApprover, refuseOutsider } from '#/engagement/server/door.ts';
import { bagFaultWords } from '#/products/rules/bag-words.ts';
import { findCarrier, lockPackage } from '#/products/server/door.ts';
import { namesOf, nextNumber } from '#/protection/server/door.ts';
import { acceptanceViewers } from '../../rules/api/sampling.ts';
import {
  carrierRead,
  carrierReaders,
  givers,
  receivers,
  transferAttach,
  transferRegister,
  transferShow,
} from '../../rules/api/transfer.ts';
import type { CarrierKind, CarrierTrouble } from '../../rules/transfer.ts';
import { readingJob } from '../reading-job.ts';
import { refusedWords } from '../refused.ts';
import {
  addPapers,
  findTransfer,
  insertReading,
  insertTransfer,
  papersOfTransfers,
  type ReadingRow,
  type TransferCarrier,
} from '../store/transfer.ts';
import { type StandingCarrier, transferStanding, withHalts } from '../transfer-standing.ts';

export interface TransferDeps {
  queue: Pick<JobQueue, 'enqueue' | 'underWay'>;
}

export const transferRoutes = (deps: TransferDeps): Binding[] => [
  showRoute(),
  readRoute(deps),
  registerRoute(),
  attachRoute(),
];

const troubleWords: Record<CarrierTrouble['fault'], Words> = {
  ...bagFaultWords,
  'not-there': { zh: '载体不在', en: 'The carrier is not there' },
  'seal-differs': { zh: '封印与信息包不符', en: 'The seal is not that of the package' },
};

type Person = ReturnType<typeof personFrom>;

const presentReading = (row: ReadingRow, person: Person) => ({
  ...{ id: row.id, whole: row.whole, files: row.files, bytes: row.bytes, seal: row.seal },
  troubles: (row.troubles ?? []).map(({ fault, file }) => ({ file, what: troubleWords[fault] })),
  ...{ troubled: row.troubled ?? 0, startedBy: person(row.started_by) },
  ...{ startedAt: row.started_at.toISOString(), endedAt: row.ended_at?.toISOString() ?? null },
});

const showRoute = (): Binding =>
  bindView(transferShow, async (tx, { actor, subject }) => {
    const projectId = subject ?? '';
    const outside = await refuseOutsider(tx, actor, projectId, acceptanceViewers);
    if (outside) return outside;
    const { carriers, transfers } = await transferStanding(tx, projectId);
    const here = await withHalts(
      tx,
      carriers.filter(({ obstacle }) => obstacle?.code !== 'carrier-transferred'),
    );
    const papers = await papersOfTransfers(
      tx,
      transfers.map(({ row }) => row.id),
    );
    const person = personFrom(
      await namesOf(tx, [
        ...here.map(({ reading }) => reading?.started_by ?? null),
        ...transfers.flatMap(({ row }) => [row.given_by, row.received_by]),
      ]),
    );
    return {
      carriers: here.map(({ carrier, reading, obstacle }) => ({
        ...{ id: carrier.id, target: carrier.target, packageId: carrier.package_id, package: carrier.number },
        ...{ state: carrier.package_state, units: carrier.units, images: carrier.images, written: carrier.state },
        writtenAt: carrier.finished_at?.toISOString() ?? null,
        reading: reading && presentReading(reading, person),
        obstacle: obstacle && refusedWords(obstacle),
      })),
      transfers: transfers.map(({ row, carriers: own }) => ({
        ...{ id: row.id, number: row.number, units: row.units, images: row.images, files: row.files },
        ...{ bytes: row.bytes, givenBy: person(row.given_by), receivedBy: person(row.received_by) },
        at: row.transferred_at.toISOString(),
        carriers: own.map((one) => ({
          ...{ target: one.target, label: one.label, kind: one.kind, size: one.size, package: one.number },
          ...{
            state: one.state,
            units: one.units,
            images: one.images,
            files: one.files,
            bytes: one.bytes,
            seal: one.seal,
          },
        })),
        papers: papers.filter(({ transfer_id: id }) => id === row.id).map(({ attachment_id: id }) => id),
      })),
    };
  });

const readRoute = ({ queue }: TransferDeps): Binding =>
  bindAct(carrierRead, {
    async run(tx, { actor, subject }) {
      const carrier = await findCarrier(tx, subject ?? '');
      if (!carrier) return refuse('not-found', { what: { zh: '载体', en: 'carrier' } });
      const { project_id: projectId, target, number } = carrier;
      const outside = await refuseOutsider(tx, actor, projectId, carrierReaders);
      if (outside) return outside;
      // Two at once: the second waits, and is refused.
      await lockPackage(tx, carrier.package_id);
      const { carriers } = await transferStanding(tx, projectId);
      const standing = carriers.find((one) => one.carrier.id === carrier.id);
      if (standing?.carrier.state !== 'done') return refuse('carrier-not-written', { target });
      // What went over was read: another reading of it is told nowhere.
      if (standing.obstacle?.code === 'carrier-transferred') return standing.obstacle;
      const last = standing.reading;
      if (last?.whole === null && (await queue.underWay(tx, readingJob, last.id)))
        return refuse('carrier-being-read', { target });
      // One whose job was cancelled, or gave up, is taken up again.
      const readingId =
        last?.whole === null
          ? last.id
          : await insertReading(tx, { carrierId: carrier.id, projectId, by: actor.personId });
      await queue.enqueue(tx, readingJob, { readingId }, readingId);
      return { output: { readingId }, after: { package: number, target, readingId } };
    },
  });

interface Chosen extends StandingCarrier {
  reading: ReadingRow;
  label: string;
  kind: CarrierKind;
  size: string | null;
}

/** The carriers that were asked for, each as it may go over now; the first that may not refuses all. */
async function chosenOf(
  tx: Tx,
  projectId: string,
  asked: readonly Pick<TransferCarrier, 'carrierId' | 'label' | 'kind' | 'size'>[],
): Promise<Chosen[] | Refusal> {
  const ids = new Set(asked.map(({ carrierId }) => carrierId));
  const standing = await transferStanding(tx, projectId);
  const carriers = await withHalts(
    tx,
    standing.carriers.filter(({ carrier }) => ids.has(carrier.id)),
  );
  const chosen: Chosen[] = [];
  for (const [at, { carrierId, label, kind, size }] of asked.entries()) {
    const field = `input.carriers.${at}.carrierId`;
    const found = carriers.find(({ carrier }) => carrier.id === carrierId);
    if (!found) return refuse('carrier-elsewhere', {}, field);
    const { reading, obstacle, carrier } = found;
    if (chosen.some((one) => one.carrier.id === carrierId)) {
      return refuse('carrier-twice', { target: carrier.target }, field);
    }
    if (obstacle) return { ...obstacle, field };
    if (!reading) throw new Error('a carrier goes over unread');
    chosen.push({ ...found, reading, label, kind, size });
  }
  return chosen;
}

const registerRoute = (): Binding =>
  bindAct(transferRegister, {
    async check(tx, { actor, subject, input }) {
      const projectId = subject ?? '';
      const outside = await refuseOutsider(tx, actor, projectId, givers);
      if (outside) return outside;
      const chosen = await chosenOf(tx, projectId, input.carriers);
      return isRefusal(chosen) ? chosen : null;
    },
    async run(tx, { actor, subject, input }, approval) {
      const projectId = subject ?? '';
      if (!approval) throw new Error('data goes over with the signatures of both sides');
      const refused =
        (await refuseOutsider(tx, actor, projectId, givers)) ??
        (await refuseApprover(tx, approval, projectId, receivers));
      if (refused) return refused;
      const before = await chosenOf(tx, projectId, input.carriers);
      if (isRefusal(before)) return before;
      // None is withdrawn, checked or read anew beside it.
      for (const packageId of [...new Set(before.map(({ carrier }) => carrier.package_id))].toSorted())
        await lockPackage(tx, packageId);
      const chosen = await chosenOf(tx, projectId, input.carriers);
      if (isRefusal(chosen)) return chosen;
      const figures = figuresOf(chosen);
      const number = await nextNumber(tx, 'dataTransfer');
      const transferId = await insertTransfer(tx, {
        ...{ projectId, number, ...figures, givenBy: actor.personId, receivedBy: approval.approverId },
        carriers: chosen.map(({ carrier, reading, check, label, kind, size }) => {
          if (!check) throw new Error('a package goes over unchecked');
          return { carrierId: carrier.id, readingId: reading.id, checkId: check.id, label, kind, size };
        }),
      });
      const bytes = String(figures.bytes);
      return {
        output: { transferId, number, bytes },
        subjectId: transferId,
        after: {
          ...{ number, ...figures, bytes, receivedBy: approval.approverId },
          carriers: chosen.map(({ carrier, reading, label, kind, size }) => ({
            ...{ target: carrier.target, label, kind, size, package: carrier.number },
            ...{ bytes: reading.bytes, seal: reading.seal },
          })),
        },
      };
    },
  });

/** A package on two carriers counts once; carriers count each. */
function figuresOf(chosen: readonly Chosen[]) {
  const packages = [...new Map(chosen.map(({ carrier }) => [carrier.package_id, carrier])).values()];
  return {
    units: packages.reduce((sum, { units }) => sum + units, 0),
    images: packages.reduce((sum, { images }) => sum + images, 0),
    files: chosen.reduce((sum, { reading }) => sum + (reading.files ?? 0), 0),
    bytes: chosen.reduce((sum, { reading }) => sum + BigInt(reading.bytes ?? 0), 0n),
  };
}

const attachRoute = (): Binding =>
  bindAct(transferAttach, {
    async run(tx, { actor, subject, input }) {
      const row = await findTransfer(tx, subject ?? '');
      if (!row) return refuse('not-found', { what: { zh: '数据移交', en: 'transfer of data' } });
      const refused =
        (await refuseOutsider(tx, actor, row.project_id, [...givers, ...receivers])) ??
        (await refuseAttachments(tx, input.attachments, actor.personId));
      if (refused) return refused;
      await addPapers(tx, row.id, { ids: input.attachments, by: actor.personId });
      return { output: {}, after: { number: row.number, ...input } };
    },
  });
