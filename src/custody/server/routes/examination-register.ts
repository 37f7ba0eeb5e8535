import { businessDay } from '#/base/rules/business-day.ts';
import { refuse } from '#/base/rules/refusal.ts';
import { bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { printForm } from '#/base/server/print.ts';
import { findSite } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { normalise } from '#/engagement/rules/archival-code/code.ts';
import { refuseOutsider } from '#/engagement/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import { differenceLabelsForm } from '../../forms/difference-labels.ts';
import { precheckForm, type PrecheckData } from '../../forms/precheck.ts';
import {
  conditionList,
  examinationList,
  examinationShow,
  gapList,
  labelPrint,
  precheckPrint,
} from '../../rules/api/examinations.ts';
import { originalViewers } from '../../rules/api/originals.ts';
import { findBatch } from '../store/batches.ts';
import {
  conditionsOf,
  errataOf,
  examinationsOf,
  gapsOf,
  listConditions,
  listExaminations,
  precheckOf,
} from '../store/examinations.ts';
import { findOriginal } from '../store/originals.ts';
import { noBatch } from './batches.ts';

/** More leaps than anybody reads. */
const mostGaps = 200;

type Person = ReturnType<typeof personFrom>;

const examined = (row: Awaited<ReturnType<typeof examinationsOf>>[number], person: Person) => ({
  ...{ id: row.id, pages: row.pages, leaves: row.leaves, missing: row.missing, disorder: row.disorder },
  ...{ difference: row.difference, examinedBy: person(row.examined_by), at: row.occurred_at.toISOString() },
});

const reported = (row: Awaited<ReturnType<typeof conditionsOf>>[number], person: Person) => ({
  ...{ id: row.id, number: row.number, place: row.place, kind: row.kind, extent: row.extent },
  ...{ description: row.description, handling: row.handling, photos: row.photos.map(({ id }) => id) },
  ...{ reportedBy: person(row.reported_by), at: row.occurred_at.toISOString() },
});

const codeIn = <T extends { code?: string | undefined }>(input: T): T =>
  input.code === undefined ? input : { ...input, code: normalise(input.code) };

export const examinationRegisterRoutes = (): Binding[] => [
  examinationsRoute(),
  conditionsRoute(),
  gapsRoute(),
  shownRoute(),
  precheckRoute(),
  labelsRoute(),
];

const examinationsRoute = (): Binding =>
  bindView(examinationList, async (tx, { actor, subject, input }) => {
    const outside = await refuseOutsider(tx, actor, subject ?? '', originalViewers);
    if (outside) return outside;
    const { page, next } = cutPage(
      await listExaminations(tx, subject ?? '', codeIn(input)),
      input.limit,
      ({ id }) => id,
    );
    const person = personFrom(
      await namesOf(
        tx,
        page.map((row) => row.examined_by),
      ),
    );
    const items = page.map((row) => ({
      ...examined(row, person),
      ...{ originalId: row.original_id, code: row.code, title: row.title, catalogued: row.catalogued },
      corrected: row.corrected === true,
    }));
    return { items, next };
  });

const conditionsRoute = (): Binding =>
  bindView(conditionList, async (tx, { actor, subject, input }) => {
    const outside = await refuseOutsider(tx, actor, subject ?? '', originalViewers);
    if (outside) return outside;
    const { page, next } = cutPage(await listConditions(tx, subject ?? '', codeIn(input)), input.limit, ({ id }) => id);
    const person = personFrom(
      await namesOf(
        tx,
        page.map((row) => row.reported_by),
      ),
    );
    return { items: page.map((row) => ({ ...reported(row, person), code: row.code, title: row.title })), next };
  });

const gapsRoute = (): Binding =>
  bindView(gapList, async (tx, { actor, subject }) => {
    const outside = await refuseOutsider(tx, actor, subject ?? '', originalViewers);
    if (outside) return outside;
    const rows = await gapsOf(tx, subject ?? '', mostGaps + 1);
    return {
      gaps: rows.slice(0, mostGaps).map((row) => ({
        ...{ after: row.former_code ?? '', before: row.code, missing: Number(row.missing), scheme: row.scheme },
      })),
      more: rows.length > mostGaps,
    };
  });

const shownRoute = (): Binding =>
  bindView(examinationShow, async (tx, { actor, subject }) => {
    const original = await findOriginal(tx, subject ?? '');
    if (!original) return refuse('not-found', { what: { zh: '档案', en: 'original' } });
    const outside = await refuseOutsider(tx, actor, original.project_id, originalViewers);
    if (outside) return outside;
    const [examinations, conditions, errata] = [
      await examinationsOf(tx, original.id),
      await conditionsOf(tx, original.id),
      await errataOf(tx, original.id),
    ];
    const person = personFrom(
      await namesOf(tx, [
        ...examinations.map((row) => row.examined_by),
        ...conditions.map((row) => row.reported_by),
        ...errata.map((row) => row.corrected_by),
      ]),
    );
    return {
      examinations: examinations.map((row) => examined(row, person)),
      conditions: conditions.map((row) => reported(row, person)),
      errata: errata.map((row) => ({
        ...{ id: row.id, field: row.field, before: row.before_text, after: row.after_text, reason: row.reason },
        ...{ correctedBy: person(row.corrected_by), at: row.corrected_at.toISOString() },
      })),
    };
  });

const precheckRoute = (): Binding =>
  bindView(precheckPrint, async (tx, { actor, subject }) => {
    const batch = await findBatch(tx, subject ?? '');
    if (!batch) return noBatch();
    const outside = await refuseOutsider(tx, actor, batch.project_id, originalViewers);
    return outside ?? printForm(tx, precheckForm, await precheckData(tx, batch), actor.personId);
  });

const labelsRoute = (): Binding =>
  bindView(labelPrint, async (tx, { actor, subject }) => {
    const batch = await findBatch(tx, subject ?? '');
    if (!batch) return noBatch();
    const outside = await refuseOutsider(tx, actor, batch.project_id, originalViewers);
    if (outside) return outside;
    const data = await precheckData(tx, batch);
    const lines = data.lines.filter(
      ({ missing, disorder, difference, conditions }) =>
        [missing, disorder, difference].some((one) => one !== null) || conditions.length > 0,
    );
    return printForm(tx, differenceLabelsForm, { ...data, lines }, actor.personId);
  });

type BatchRow = NonNullable<Awaited<ReturnType<typeof findBatch>>>;

async function precheckData(tx: Tx, batch: BatchRow): Promise<PrecheckData> {
  const rows = await precheckOf(tx, batch.id);
  const site = await findSite(tx);
  const zone = site?.timeZone ?? 'UTC';
  const person = personFrom(
    await namesOf(
      tx,
      rows.flatMap((row) => [row.examined_by, row.decided_by, ...row.conditions.map((one) => one.reported_by)]),
    ),
  );
  const at = (by: string | null, when: Date | null) =>
    by === null || when === null ? null : { by: person(by).name, at: when.toISOString() };
  return {
    ...{ archiveName: site?.name ?? '', timeZone: site?.timeZone ?? 'UTC' },
    ...{ batchNumber: batch.number, batchName: batch.name, projectName: batch.project_name },
    lines: rows.map((row) => ({
      ...{ code: row.code, title: row.title, catalogued: row.catalogued, pages: row.pages, leaves: row.leaves },
      ...{ missing: row.missing, disorder: row.disorder, difference: row.difference, secrecy: row.secrecy },
      conditions: row.conditions.map((one) => ({
        ...{ number: one.number, place: one.place, kind: one.kind, extent: one.extent, handling: one.handling },
        ...{ by: person(one.reported_by).name, on: businessDay(new Date(one.occurred_at).getTime(), zone) },
      })),
      examined: at(row.examined_by, row.examined_at),
      decided: at(row.decided_by, row.decided_at),
    })),
  };
}
