/** The work on a working day: all that is out at work by the line of DA/T 31, all that came back done. */
import type pg from 'pg';
import { visitEnter } from '#/premises/rules/api/visits.ts';
import { definitionRelease, projectBind } from '#/workflow/rules/api/definitions.ts';
import { presetLine } from '#/workflow/rules/preset.ts';
import type { CustodyStaff } from '../test/custody-site.ts';
import { signIn, withSecond } from '../test/people.ts';
import { train } from '../test/training.ts';
import { timed } from './figures.ts';

/** As if a pile of each batch that came back had gone through the line, half a day a step. */
const done = [
  `insert into work_unit (id, original_id, batch_id, project_id, version_id, state, step, since, given_back_at, opened_at, closed_at)
    select gen_random_uuid(), o.original_id, b.id, b.project_id, $1, 'done', 'review', h.made_at, h.made_at,
      h.made_at - interval '5 days', h.made_at
    from batch b join batch_original o on o.batch_id = b.id
    cross join lateral (select max(closed_at) as made_at from handover where batch_id = b.id) h
    where b.state = 'closed'`,
  `insert into task (unit_id, step, project_id, state, by_id, ready_at, due_at)
    select u.id, s.value ->> 'key', u.project_id, 'done', p.id, u.opened_at, u.opened_at + interval '1 day'
    from work_unit u join workflow_version v on v.id = u.version_id,
      jsonb_array_elements(v.steps) with ordinality s(value, n),
      lateral (select id from person order by id offset (n % 6) limit 1) p
    where u.closed_at is not null`,
  `insert into task_event (id, unit_id, step, event, by_id, occurred_at)
    select gen_random_uuid(), t.unit_id, t.step, e.event, t.by_id, t.ready_at
    from task t join work_unit u on u.id = t.unit_id, (values ('claim'), ('submit')) e(event) where u.closed_at is not null`,
  `insert into task_result (id, unit_id, step, round, project_id, done_by, done_on, pages, a4, items, volumes, started_at, finished_at)
    select gen_random_uuid(), t.unit_id, t.step, 0, t.project_id, t.by_id, t.ready_at::date, 30, 32, 0, 1, t.ready_at, t.ready_at
    from task t join work_unit u on u.id = t.unit_id where u.closed_at is not null`,
  `analyze work_unit, task, task_event, task_result`,
];

/** Released by two, used by the project: what is out comes into work. Seconds and units. */
export async function putToWork(
  owner: pg.Client,
  { keeper, lead, otherLead, preparer, projectId }: CustodyStaff,
): Promise<{ seconds: number; units: number; closed: number }> {
  const steps = presetLine.map(({ after, roles, notBy, reopens, ...step }) => ({
    ...step,
    ...{ after: [...after], roles: [...roles], notBy: [...notBy], reopens: [...reopens] },
  }));
  for (const who of [otherLead, preparer]) await signIn(who);
  const { versionId } = await withSecond(lead, otherLead, definitionRelease, {
    input: { name: 'DA/T 31 标准流程', steps },
  });
  let units = 0;
  const seconds = await timed(async () => {
    ({ units } = await lead.client.act(projectBind, { subject: projectId, input: { versionId } }));
  });
  await keeper.client.act(visitEnter, { subject: preparer.personId, input: {} });
  await train({ lead, manager: lead, projectId }, [[preparer, 'preparer']]);
  const [first = '', ...rest] = done;
  const { rowCount } = await owner.query(first, [versionId]);
  for (const sql of rest) await owner.query(sql);
  return { seconds, units, closed: rowCount ?? 0 };
}
