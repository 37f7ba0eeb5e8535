/** Forms of the room: sampling, report of a check, security acceptance, register of a transfer of data. */
import { refuse } from '#/base/rules/refusal.ts';
import { bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { printForm } from '#/base/server/print.ts';
import { findSite } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { refuseAtWork } from '#/custody/server/door.ts';
import { findProject, refuseOutsider } from '#/engagement/server/door.ts';
import { stoppedIn } from '#/products/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import { type CheckFormData, checkForm } from '../../forms/check.ts';
import { type SamplingFormData, samplingForm } from '../../forms/sampling.ts';
import { type SecurityFormData, securityForm } from '../../forms/security.ts';
import { type TransferFormData, transferForm } from '../../forms/transfer.ts';
import { checkPrint } from '../../rules/api/checks.ts';
import { acceptanceViewers, samplingPrint } from '../../rules/api/sampling.ts';
import { securityPrint } from '../../rules/api/security.ts';
import { transferPrint } from '../../rules/api/transfer.ts';
import { faultWords } from '../../rules/check-faults.ts';
import { checkCodes, checkItems, columns, runVerdict } from '../../rules/checks.ts';
import { defectKindNames, ratesOf } from '../../rules/sampling.ts';
import { securityCodes, securityItems } from '../../rules/security.ts';
import { carrierText } from '../../rules/transfer.ts';
import { findRun, papersOfRun, type ResultRow, resultsOf, type RunRow } from '../store/checks.ts';
import { defectsOf, findSampling, sampledUnits, type SamplingRow } from '../store/sampling.ts';
import { findSecurity, itemsOf, membersOf, papersOf } from '../store/security.ts';
import { carriersOfTransfers, findTransfer, type TransferRow } from '../store/transfer.ts';

export const printRoutes = (): Binding[] => [samplingRoute(), checkRoute(), securityRoute(), transferRoute()];

/** What stands above every one of them. */
async function headOf(tx: Tx, projectId: string) {
  const [site, project] = [await findSite(tx), await findProject(tx, projectId)];
  return {
    ...{ archiveName: site?.name ?? '', timeZone: site?.timeZone ?? 'UTC' },
    projectName: project ? `${project.number} ${project.name}` : '',
    vendorName: project?.vendor_name ?? '',
  };
}

/** Names of these, null for nobody. */
async function namesFor(tx: Tx, ids: readonly (string | null)[]) {
  const person = personFrom(await namesOf(tx, ids));
  return (id: string | null): string | null => (id === null ? null : person(id).name);
}

const at = (when: Date | null): string | null => when?.toISOString() ?? null;

const defectText = ({ kind, page, note }: Awaited<ReturnType<typeof defectsOf>>[number]): string =>
  `${defectKindNames[kind].zh}${page === null ? '' : ` 第 ${page} 幅`}：${note}`;

async function samplingData(tx: Tx, row: SamplingRow): Promise<SamplingFormData> {
  const units = await sampledUnits(tx, [row.id]);
  // 6.5-1, 6.5-3: of what is halted nothing is printed; whoever decides on a mark waits, and clears what was.
  const stopped = await refuseAtWork(
    tx,
    units.map(({ original_id: id }) => id),
    { paper: false },
  );
  const defects = Map.groupBy(await defectsOf(tx, [row.id]), ({ unit_id: id }) => id);
  const of = (id: string) => defects.get(id) ?? [];
  const now = ratesOf(units.map(({ unit_id: id, verdict }) => ({ verdict, defects: of(id).map(({ kind }) => kind) })));
  const name = await namesFor(tx, [row.drawn_by, row.decided_by, ...units.map(({ looked_by: by }) => by)]);
  return {
    ...(await headOf(tx, row.project_id)),
    ...{ package: row.number, population: row.population, size: row.size, seed: row.seed, limits: row.limits },
    ...{ catalogue: row.catalogue_permille ?? now.catalogue, other: row.other_permille ?? now.other },
    ...{ verdict: row.verdict, opinion: row.opinion, drawnBy: name(row.drawn_by) ?? '' },
    ...{ drawnAt: row.drawn_at.toISOString(), decidedBy: name(row.decided_by), decidedAt: at(row.decided_at) },
    looked: now.looked,
    units: units.map(({ unit_id: id, original_id: originalId, position, code, verdict, looked_by: by }) => {
      if (stopped.has(originalId)) return { position, code, verdict: null, lookedBy: null, note: '停工' };
      return { position, code, verdict, lookedBy: name(by), note: of(id).map(defectText).join('\n') };
    }),
  };
}

const samplingRoute = (): Binding =>
  bindView(samplingPrint, async (tx, { actor, subject }) => {
    const row = await findSampling(tx, subject ?? '');
    if (!row) return refuse('not-found', { what: { zh: '抽检', en: 'sampling' } });
    const outside = await refuseOutsider(tx, actor, row.project_id, acceptanceViewers);
    return outside ?? printForm(tx, samplingForm, await samplingData(tx, row), actor.personId);
  });

/** So many failures of an item stand on paper; the number of all of them stands beside. */
const printedFailures = 10;

async function checkData(tx: Tx, row: RunRow): Promise<CheckFormData> {
  // 6.5-3: whoever decides on a mark waits, and clears what was printed.
  await stoppedIn(tx, row.package_id);
  const [results, papers] = [await resultsOf(tx, [row.id]), await papersOfRun(tx, row.id)];
  const name = await namesFor(tx, [row.started_by, ...results.map((one) => one.answered_by)]);
  const present = (one: ResultRow): CheckFormData['items'][number] => ({
    ...{ item: one.code, result: one.result, examined: one.examined, failed: one.failed },
    failures: one.failures
      .slice(0, printedFailures)
      .map((failure) => `${failure.at} ${faultWords(failure).zh}`)
      .concat(one.failed > printedFailures ? [`……共 ${one.failed} 处`] : []),
    ...{ answer: one.answer, note: one.note, answeredBy: name(one.answered_by) },
    papers: papers.filter(({ code }) => code === one.code).length,
  });
  return {
    ...(await headOf(tx, row.project_id)),
    ...{ package: row.number, runId: row.id, round: row.round, state: row.state, verdict: runVerdict(results) },
    ...{ seal: row.seal, files: row.files, units: row.units, startedBy: name(row.started_by) ?? '' },
    ...{ startedAt: row.started_at.toISOString(), endedAt: at(row.ended_at) },
    items: checkCodes.flatMap((code) => results.filter((one) => one.code === code).map(present)),
  };
}

const checkRoute = (): Binding =>
  bindView(checkPrint, async (tx, { actor, subject }) => {
    const row = await findRun(tx, subject ?? '');
    if (!row) return refuse('not-found', { what: { zh: '四性检测', en: 'check' } });
    const outside = await refuseOutsider(tx, actor, row.project_id, acceptanceViewers);
    return outside ?? printForm(tx, checkForm, await checkData(tx, row), actor.personId);
  });

async function securityData(
  tx: Tx,
  row: NonNullable<Awaited<ReturnType<typeof findSecurity>>>,
): Promise<SecurityFormData> {
  const [members, items, papers] = [
    await membersOf(tx, [row.id]),
    await itemsOf(tx, [row.id]),
    await papersOf(tx, [row.id]),
  ];
  const name = await namesFor(tx, [
    ...[row.opened_by, row.decided_by, row.agreed_by],
    ...items.map(({ judged_by: by }) => by),
  ]);
  return {
    ...(await headOf(tx, row.project_id)),
    ...{ round: row.round, verdict: row.verdict, opinion: row.opinion, openedBy: name(row.opened_by) ?? '' },
    ...{ openedAt: row.opened_at.toISOString(), decidedBy: name(row.decided_by), agreedBy: name(row.agreed_by) },
    decidedAt: at(row.decided_at),
    members: members.map((one) => ({
      ...{ name: one.name, organization: one.organization, qualification: one.qualification },
    })),
    items: securityCodes.flatMap((code) =>
      items
        .filter((one) => one.code === code)
        .map((one) => ({
          ...{ clause: securityItems[code].clause, label: securityItems[code].label.zh, byHand: one.by_hand },
          facts: (one.facts ?? []).map(({ label, value }) => ({ label: label.zh, value })),
          papers: papers.filter((paper) => paper.code === code).length,
          ...{ verdict: one.verdict, note: one.note, judgedBy: name(one.judged_by) },
        })),
    ),
  };
}

const securityRoute = (): Binding =>
  bindView(securityPrint, async (tx, { actor, subject }) => {
    const row = await findSecurity(tx, subject ?? '');
    if (!row) return refuse('not-found', { what: { zh: '专项验收', en: 'security acceptance' } });
    const outside = await refuseOutsider(tx, actor, row.project_id, acceptanceViewers);
    return outside ?? printForm(tx, securityForm, await securityData(tx, row), actor.personId);
  });

async function transferData(tx: Tx, row: TransferRow): Promise<TransferFormData> {
  const carriers = await carriersOfTransfers(tx, [row.id]);
  const results = await resultsOf(tx, [...new Set(carriers.map((one) => one.check_id))]);
  const name = await namesFor(tx, [row.given_by, row.received_by]);
  const count = (of: readonly ResultRow[], answered: boolean): number =>
    of.filter(({ result, answer }) => (answered ? answer === 'pass' : result === 'pass')).length;
  return {
    ...(await headOf(tx, row.project_id)),
    ...{ number: row.number, units: row.units, images: row.images, files: row.files },
    ...{ bytes: row.bytes, givenBy: name(row.given_by) ?? '' },
    ...{ receivedBy: name(row.received_by) ?? '', at: row.transferred_at.toISOString() },
    columns: columns.map((column) => {
      const own = results.filter(({ code }) => checkItems[code].column === column);
      return { column, machine: count(own, false), person: count(own, true) };
    }),
    carriers: carriers.map((one) => ({
      ...{ label: one.label, kind: carrierText(one.kind, one.size).zh, package: one.number },
      ...{ check: one.check_round, units: one.units, images: one.images },
      ...{ files: one.files, bytes: one.bytes, seal: one.seal },
    })),
  };
}

const transferRoute = (): Binding =>
  bindView(transferPrint, async (tx, { actor, subject }) => {
    const row = await findTransfer(tx, subject ?? '');
    if (!row) return refuse('not-found', { what: { zh: '数据移交', en: 'transfer of data' } });
    const outside = await refuseOutsider(tx, actor, row.project_id, acceptanceViewers);
    return outside ?? printForm(tx, transferForm, await transferData(tx, row), actor.personId);
  });
