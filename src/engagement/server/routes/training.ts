import type { InputOf } from '#/base/rules/declare.ts';
import type { PersonActor } from '#/base/rules/actor.ts';
import { listed, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { roleNames } from '#/base/rules/roles.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { today } from '#/base/server/site.ts';
import { refuseAttachments } from '#/base/server/store/attachments.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { namesOf } from '#/protection/server/door.ts';
import { trainingList, trainingRegister, trainingWithdraw } from '../../rules/api/training.ts';
import { fewestTradeDays, trainers, type TrainingKind, trainingKindNames } from '../../rules/training.ts';
import { noProject, refuseProjectState } from '../../rules/project.ts';
import { membersOf, refuseForeign, refuseOutsider } from '../members.ts';
import { findProject } from '../store/projects.ts';
import { attendancesOf, insertTraining, listTrainings, lockTraining, withdrawTraining } from '../store/training.ts';

export const trainingRoutes = (): Binding[] => [registerRoute(), withdrawRoute(), listRoute()];

/** 2.5-3 is the archive's duty and 3.8-2 the vendor's: neither enters it for the other. */
async function refuseTrainer(
  tx: Tx,
  actor: PersonActor,
  projectId: string,
  kind: TrainingKind,
): Promise<Refusal | null> {
  const roles = trainers[kind];
  if (!actor.roles.some((role) => roles.includes(role)))
    return refuse('trainer-other', {
      kind: trainingKindNames[kind],
      who: listed(roles.map((role) => roleNames[role])),
    });
  return refuseOutsider(tx, actor, projectId, roles);
}

async function refusePeople(
  tx: Tx,
  project: { id: string; vendor_id: string | null },
  { kind, days, people }: InputOf<typeof trainingRegister>,
): Promise<Refusal | null> {
  if (new Set(people.map(({ personId }) => personId)).size < people.length)
    return refuse('training-twice', {}, 'input.people');
  const members = await membersOf(tx, project);
  for (const { personId, role } of people) {
    // For a post that is his; secrecy education is for no post.
    const has = members.some((one) => one.person_id === personId && (kind === 'secrecy' || one.role === role));
    if (!has || (kind === 'secrecy' && role !== null)) {
      const name = (await namesOf(tx, [personId])).get(personId) ?? '';
      return refuse('training-post', { name }, 'input.people');
    }
  }
  const short = kind === 'trade' && days < fewestTradeDays && people.some(({ passed }) => passed);
  return short ? refuse('training-short', { days: fewestTradeDays }, 'input.days') : null;
}

const registerRoute = (): Binding =>
  bindAct(trainingRegister, {
    async check(tx, { actor, subject, input }) {
      const projectId = subject ?? '';
      const project = await findProject(tx, projectId);
      if (!project) return noProject();
      if (project.state === 'closed') return refuseProjectState(project.state);
      if (input.heldOn > (await today(tx))) return refuse('training-ahead', {}, 'input.heldOn');
      return (
        (await refuseTrainer(tx, actor, projectId, input.kind)) ??
        (await refusePeople(tx, project, input)) ??
        refuseAttachments(
          tx,
          input.attachmentId === null ? [] : [input.attachmentId],
          actor.personId,
          'input.attachmentId',
        )
      );
    },
    async run(tx, { actor, subject, input }) {
      const projectId = subject ?? '';
      const trainingId = await insertTraining(tx, input, { projectId, by: actor.personId });
      return { output: { trainingId }, after: { trainingId, ...input } };
    },
  });

const withdrawRoute = (): Binding =>
  bindAct(trainingWithdraw, {
    async check(tx, { actor, subject }) {
      const training = await lockTraining(tx, subject ?? '');
      if (!training) return refuse('not-found', { what: { zh: '培训', en: 'training' } });
      if (training.withdrawn_by !== null) return refuse('training-withdrawn');
      return refuseTrainer(tx, actor, training.project_id, training.kind);
    },
    async run(tx, { actor, subject, input }) {
      await withdrawTraining(tx, subject ?? '', { by: actor.personId, reason: input.reason });
      return { output: {}, before: { counts: true }, after: { counts: false } };
    },
  });

const listRoute = (): Binding =>
  bindView(trainingList, async (tx, { actor, subject, input }) => {
    const project = await findProject(tx, subject ?? '');
    if (!project) return noProject();
    const foreign = refuseForeign(actor, project);
    if (foreign) return foreign;
    const rows = await listTrainings(tx, project.id, input.cursor ?? null, input.limit + 1);
    const { page, next } = cutPage(rows, input.limit, ({ id }) => id);
    const ids = page.map(({ id }) => id);
    const people = Map.groupBy(await attendancesOf(tx, ids), (one) => one.training_id);
    const names = personFrom(
      await namesOf(
        tx,
        page.flatMap((row) => [row.registered_by, row.withdrawn_by]),
      ),
    );
    const items = page.map((row) => ({
      ...{ id: row.id, kind: row.kind, heldOn: row.held_on, days: row.days, hours: Number(row.hours) },
      ...{ topic: row.topic, trainer: row.trainer, attachmentId: row.attachment_id },
      people: (people.get(row.id) ?? []).map(({ person_id: id, name, role, score, passed }) => ({
        ...{ person: { id, name }, role, score, passed },
      })),
      registeredBy: names(row.registered_by),
      registeredAt: row.registered_at.toISOString(),
      withdrawnBy: row.withdrawn_by === null ? null : names(row.withdrawn_by),
      withdrawReason: row.withdraw_reason,
    }));
    return { items, next };
  });
