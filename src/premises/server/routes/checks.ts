import { refuse } from '#/base/rules/refusal.ts';
import { partyOfRole } from '#/base/rules/roles.ts';
import { lateLineOf } from '#/base/forms/late-line.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { newId } from '#/base/server/ids.ts';
import { lateColumns } from '#/base/server/late.ts';
import { printForm } from '#/base/server/print.ts';
import { dayOf, findSite } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { namesOf } from '#/protection/server/door.ts';
import { siteCheckForm } from '../../forms/site-check.ts';
import { checklistShow, siteCheckEnter, siteCheckList, siteCheckPrint } from '../../rules/api/checks.ts';
import { checklist, type ChecklistItem } from '../../rules/checklist.ts';
import { checklistNow } from '../facts.ts';
import { issueOfPoint, photoSourceOf, refusePhotoSource, refusePoint } from '../points.ts';
import { findCheck, insertCheck, insertPoint, listChecks, pointsOf } from '../store/checks.ts';
import { namePhotoSource } from '../store/photo-devices.ts';
import { findPlace } from '../store/plan.ts';

export const checkRoutes = (): Binding[] => [enterRoute(), ...readRoutes()];

const itemOf = (code: string): ChecklistItem => {
  const item = checklist.find((one) => one.code === code);
  if (!item) throw new Error(`no such point: ${code}`);
  return item;
};

const enterRoute = (): Binding =>
  bindAct(siteCheckEnter, {
    async check(tx, { actor, input }) {
      if (!(await findPlace(tx))) return refuse('place-not-registered');
      const codes = input.items.map(({ item }) => item);
      for (const [index, point] of input.items.entries()) {
        const field = `input.items.${index}`;
        if (codes.indexOf(point.item) !== index) return refuse('point-twice', {}, field);
        const { photo, byArchive, label } = itemOf(point.item);
        // 4.3-4: the vendor does not vouch for the cameras that watch it.
        if (byArchive === true && !actor.roles.some((role) => partyOfRole(role) === 'archive'))
          return refuse('point-of-archive', { point: label.zh }, field);
        const refused = await refusePoint(tx, point, { field, personId: actor.personId, photo });
        if (refused) return refused;
      }
      return refusePhotoSource(tx, input);
    },
    async run(tx, { actor, input, late }) {
      const checkId = newId();
      const when = lateColumns(late);
      const checkedOn = await dayOf(tx, when.occurred_at);
      const source = await photoSourceOf(tx, input);
      await insertCheck(tx, { id: checkId, checkedOn, checkedBy: actor.personId, ...source }, when);
      const issues: string[] = [];
      for (const point of input.items) {
        const issue = await issueOfPoint(tx, point, {
          title: `场所安全检查不合格：${itemOf(point.item).label.zh}`,
          openedBy: actor.personId,
          late,
          origin: { room: 'premises', siteCheck: checkId, item: point.item },
        });
        if (issue) issues.push(issue.number);
        await insertPoint(tx, { ...point, checkId, issueId: issue?.id ?? null });
      }
      const failed = input.items.filter(({ passed }) => !passed).map(({ item }) => item);
      return { output: { checkId, issues }, subjectId: checkId, after: { points: input.items.length, failed, issues } };
    },
  });

const readRoutes = (): Binding[] => [
  bindView(checklistShow, async (tx) => {
    const items = (await checklistNow(tx)).map(({ item, last, dueOn, overdue }) => ({
      ...item,
      lastOn: last?.on ?? null,
      passed: last?.passed ?? null,
      dueOn,
      overdue,
    }));
    return { items, next: null };
  }),

  bindView(siteCheckList, async (tx, { input }) => {
    const rows = await listChecks(tx, input.cursor ?? null, input.limit + 1);
    const { page, next } = cutPage(rows, input.limit, (row) => row.id);
    const person = personFrom(
      await namesOf(
        tx,
        page.map((row) => row.checked_by),
      ),
    );
    const items = page.map((row) => ({
      id: row.id,
      checkedOn: row.checked_on,
      checkedBy: person(row.checked_by),
      occurredAt: row.occurred_at.toISOString(),
      late: row.late_reason !== null,
      points: row.points,
      failed: row.failed,
    }));
    return { items, next };
  }),

  bindView(siteCheckPrint, async (tx, { actor, subject }) => {
    const check = await findCheck(tx, subject ?? '');
    const place = await findPlace(tx);
    if (!check || !place) return refuse('not-found', { what: '检查记录 / safety check' });
    const site = await findSite(tx);
    const points = new Map((await pointsOf(tx, check.id)).map((point) => [point.item, point]));
    const known = await namesOf(tx, [check.checked_by]);
    const data = {
      archiveName: site?.name ?? '',
      timeZone: site?.timeZone ?? 'Asia/Shanghai',
      placeName: place.name,
      address: place.address,
      checkedBy: known.get(check.checked_by) ?? '',
      occurredAt: check.occurred_at.toISOString(),
      late: lateLineOf(check),
      photographed: await namePhotoSource(tx, check),
      rows: checklist.flatMap((item) => {
        const point = points.get(item.code);
        if (!point) return [];
        const { passed, remark, issue_number: issue } = point;
        return [{ clause: item.clause, label: item.label.zh, look: item.look.zh, passed, remark, issue }];
      }),
    };
    return printForm(tx, siteCheckForm, data, actor.personId);
  }),
];
