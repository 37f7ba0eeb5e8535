import { listed, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { roleNames } from '#/base/rules/roles.ts';
import { bindAct, bindStream, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { issueGrant } from '#/base/server/grants.ts';
import { today } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { xlsxStream } from '#/base/server/tables-out/xlsx.ts';
import { assignmentsFor, endScoped, lockScoped, namesOf, scopesOf } from '#/protection/server/door.ts';
import { staffEnders, staffLeave, staffList, staffTemplate, staffTemplateFile } from '../../rules/api/staff.ts';
import { noProject } from '../../rules/project.ts';
import { staffColumnNames, staffColumns, staffState } from '../../rules/staff.ts';
import type { Held, InHand } from '../in-hand.ts';
import { membersOf, refuseForeign, refuseOutsider } from '../members.ts';
import { findProject, lockProject } from '../store/projects.ts';
import { insertDepartures, staffFacts } from '../store/staff.ts';

export interface StaffRegisterDeps {
  /** What a later room knows to be in somebody's hands. */
  inHand: InHand;
}

export const staffRegisterRoutes = (deps: StaffRegisterDeps): Binding[] => [
  listRoute(deps),
  leaveRoute(deps),
  ...templateRoutes(),
];

const listRoute = ({ inHand }: StaffRegisterDeps): Binding =>
  bindView(staffList, async (tx, { actor, subject, input }) => {
    const project = await findProject(tx, subject ?? '');
    if (!project) return noProject();
    const foreign = refuseForeign(actor, project);
    if (foreign) return foreign;
    const rows = await assignmentsFor(tx, project.id, input.cursor ?? null, input.limit + 1);
    const { page, next } = cutPage(rows, input.limit, ({ id }) => id);
    const facts = await staffFacts(
      tx,
      page.map(({ id }) => id),
    );
    const day = await today(tx);
    const working = new Set((await membersOf(tx, project)).map((one) => one.person_id));
    const held = (await inHand(tx, { projectId: project.id })).filter(({ personId }) => !working.has(personId));
    const person = personFrom(
      await namesOf(
        tx,
        page.map(({ ended_by: by }) => by),
      ),
    );
    const items = page.map((row) => {
      const { valid_from: from, valid_until: until } = row;
      return {
        ...{ id: row.id, person: { id: row.person_id, name: row.person_name }, party: row.party_name, role: row.role },
        ...{ from, until, state: staffState({ from, until, ended: row.ended_at !== null }, day) },
        list: facts.lists.get(row.id) ?? null,
        holds: held.filter(({ personId }) => personId === row.person_id).map(({ count, what }) => ({ count, what })),
        leftAt: row.ended_at?.toISOString() ?? null,
        leftBy: row.ended_by === null ? null : person(row.ended_by),
        reason: facts.departures.get(row.id)?.reason ?? null,
      };
    });
    return { items, next };
  });

/** What he would take with him: of this project; and everything, when he has no other role. */
async function heldOnLeaving(db: Db | Tx, inHand: InHand, personId: string, projectId: string): Promise<Held[]> {
  const elsewhere = (await scopesOf(db, personId, await today(db))).some(({ scope }) => scope !== projectId);
  if (!elsewhere) return inHand(db, { personId });
  return (await inHand(db, { projectId })).filter((one) => one.personId === personId);
}

const sum = (held: readonly Held[]): Refusal['params'] => ({
  count: held.reduce((all, { count }) => all + count, 0),
  what: listed(held.map(({ what, count }) => ({ zh: `${what.zh}（${count} 件）`, en: `${what.en} (${count})` }))),
});

const leaveRoute = ({ inHand }: StaffRegisterDeps): Binding =>
  bindAct(staffLeave, {
    async check(tx, { actor, subject, input }) {
      const project = await lockProject(tx, subject ?? '');
      if (!project) return noProject();
      const { personId } = input;
      if (personId === actor.personId) return refuse('own-matter');
      const outside = await refuseOutsider(tx, actor, project.id, staffEnders);
      if (outside) return outside;
      const name = (await namesOf(tx, [personId])).get(personId) ?? '';
      if ((await lockScoped(tx, personId, project.id)).length === 0) return refuse('staff-not-here', { name });
      const held = await heldOnLeaving(tx, inHand, personId, project.id);
      return held.length > 0 ? refuse('still-in-hand', { name, ...sum(held) }) : null;
    },
    async run(tx, { actor, subject, input }) {
      const projectId = subject ?? '';
      const ended = await endScoped(tx, input.personId, projectId, actor.personId);
      await insertDepartures(tx, ended, { projectId, reason: input.reason, by: actor.personId });
      return { output: {}, before: { assignments: ended }, after: { personId: input.personId, ended: true } };
    },
  });

/** Shows how a row is filled in; left in, it is told as a problem. */
const example = ['示例（请删去本行）', '居民身份证', '18 位身份证号', roleNames.scanner.zh, '不填则自动编号'];

const templateRoutes = (): Binding[] => [
  bindView(staffTemplate, async (tx, { actor, subject }) => ({
    grant: await issueGrant(tx, staffTemplateFile.name, actor.sessionId, subject ?? '', 60),
  })),

  bindStream(staffTemplateFile, async ({ reply }) => {
    const name = encodeURIComponent('人员名单模板.xlsx');
    reply
      .header('content-disposition', `attachment; filename="staff.xlsx"; filename*=UTF-8''${name}`)
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    const rows = [staffColumns.map((column) => staffColumnNames[column].zh), example];
    await reply.send(xlsxStream(rows, { sheet: '人员名单', widths: [18, 14, 24, 14, 16] }));
    return undefined;
  }),
];
