/** Linking: figures that agree are submitted, figures that differ are named, and taken by the archive alone (5.6-4). */
import { archiveRoles, workingRoles } from '#/base/rules/roles.ts';
import { refuse } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { refuseAtWork } from '#/custody/server/door.ts';
import { mayWork, refuseOutsider } from '#/engagement/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import { claimedOfKind, findUnit, openOfKind } from '#/workflow/server/door.ts';
import { accepters, linkAccept, linkList, mostLinks } from '../../rules/api/links.ts';
import { linksOf } from '../linking.ts';
import { insertAcceptance } from '../store/links.ts';

export const linkRoutes = (): Binding[] => [listRoute(), acceptRoute()];

const listRoute = (): Binding =>
  bindView(linkList, async (tx, { actor, subject }) => {
    const projectId = subject ?? '';
    const outside = await refuseOutsider(tx, actor, projectId, [...workingRoles, ...archiveRoles]);
    if (outside) return outside;
    const own = await claimedOfKind(tx, projectId, actor.personId, 'link');
    const ownIds = new Set(own.map(({ unitId }) => unitId));
    const archive = await mayWork(tx, actor.personId, projectId, archiveRoles);
    const others = archive ? await openOfKind(tx, projectId, 'link', mostLinks) : [];
    const tasks = [
      ...own.map(({ unitId, originalId, code, step, halted }) => ({
        ...{ unitId, originalId, code, step: step.key, halted },
      })),
      ...others.filter(({ unitId }) => !ownIds.has(unitId)),
    ];
    const links = await linksOf(tx, tasks);
    const person = personFrom(
      await namesOf(
        tx,
        [...links.values()].flatMap(({ accepted }) => (accepted === null ? [] : [accepted.by])),
      ),
    );
    const items = tasks.flatMap(({ unitId, code, step, halted }) => {
      const link = links.get(unitId);
      if (!link) return [];
      const { figures, accepted } = link;
      return [
        {
          ...{ unitId, code, step, own: ownIds.has(unitId), halted, ...figures },
          accepted: accepted && { reason: accepted.reason, by: person(accepted.by) },
        },
      ];
    });
    // What somebody has to see to comes first.
    const open = (item: (typeof items)[number]): number =>
      item.differing.length > 0 && item.accepted === null ? 0 : 1;
    return { items: items.toSorted((one, other) => open(one) - open(other) || one.code.localeCompare(other.code)) };
  });

const acceptRoute = (): Binding =>
  bindAct(linkAccept, {
    async run(tx, { actor, subject, input }) {
      const unit = await findUnit(tx, subject ?? '');
      if (!unit) return refuse('not-found', { what: { zh: '件', en: 'unit' } });
      const outside = await refuseOutsider(tx, actor, unit.projectId, accepters);
      if (outside) return outside;
      const stopped = (await refuseAtWork(tx, [unit.originalId], { paper: false })).get(unit.originalId);
      if (stopped) return stopped;
      const link = (await linksOf(tx, [{ unitId: unit.id, originalId: unit.originalId }])).get(unit.id);
      if (!link || link.figures.differing.length === 0) return refuse('link-agrees');
      const { figures } = link;
      await insertAcceptance(tx, { unitId: unit.id, figures, reason: input.reason, by: actor.personId });
      return { output: {}, after: { ...figures, reason: input.reason } };
    },
  });
