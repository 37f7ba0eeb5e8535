/** Reading what holds: the archive all of its project, who works on only what he has claimed (2.8-6, 6.5-1). */
import type { PersonActor } from '#/base/rules/actor.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { findOriginal, refuseAtWork } from '#/custody/server/door.ts';
import { mayWork, refuseOutsider } from '#/engagement/server/door.ts';
import { claimedOfKind, claimedTask } from '#/workflow/server/door.ts';
import { archiveReaders, entryList, entryRead } from '../../rules/api/entries.ts';
import { settledOf } from '../compare.ts';
import { entriesOf, entriesOfProject, type EntryRow } from '../store/entries.ts';

export const entryRoutes = (): Binding[] => [listRoute(), readRoute()];

/** Steps at which somebody works with what was described. */
const readingSteps = ['link', 'inspectLink', 'review'] as const;

interface Shown extends EntryRow {
  /** Halted or classified: nothing of its content is shown. */
  closed: boolean;
}

async function present(tx: Tx, rows: readonly Shown[]) {
  const settled = await settledOf(tx, rows);
  return rows.map((row) => {
    const fields = settled.get(row.id) ?? [];
    return {
      ...{ entryId: row.id, originalId: row.original_id, level: row.level, code: row.code },
      open: fields.filter(({ value }) => value.state === 'open').length,
      values: row.closed
        ? null
        : fields.flatMap(({ field: { key, zh, en }, value }) =>
            value.state === 'settled' && value.text !== '' ? [{ field: key, zh, en, text: value.text }] : [],
          ),
    };
  });
}

const listRoute = (): Binding =>
  bindView(entryList, async (tx, { actor, subject, input }) => {
    const projectId = subject ?? '';
    const outside = await refuseOutsider(tx, actor, projectId, archiveReaders);
    if (outside) return outside;
    const [key, id] = (input.cursor ?? '').split('\u0000');
    const after = key && id ? { key, id } : null;
    const rows = await entriesOfProject(tx, projectId, { code: input.code, after, limit: input.limit });
    const { page, next } = cutPage(rows, input.limit, (row) => `${row.sort_key}\u0000${row.id}`);
    // Whoever types an entry himself does not read the other one here.
    const own = await claimedOfKind(tx, projectId, actor.personId, 'describe');
    const typing = new Set(own.map(({ originalId }) => originalId));
    const shown = page.map((row) => ({ ...row, closed: row.closed || typing.has(row.original_id) }));
    return { items: await present(tx, shown), next };
  });

async function refuseReading(
  tx: Tx,
  actor: PersonActor,
  original: { id: string; project_id: string },
): Promise<Refusal | null> {
  const { id, project_id: projectId } = original;
  const own = await claimedOfKind(tx, projectId, actor.personId, 'describe');
  if (own.some(({ originalId }) => originalId === id)) return refuse('values-closed');
  if (await mayWork(tx, actor.personId, projectId, archiveReaders))
    return (await refuseAtWork(tx, [id], { paper: false })).get(id) ?? null;
  const task = await claimedTask(tx, { originalId: id }, actor.personId, readingSteps);
  if (!isRefusal(task)) return null;
  return task.code === 'not-claimed-for' ? refuse('values-closed') : task;
}

const readRoute = (): Binding =>
  bindView(entryRead, async (tx, { actor, subject }) => {
    const original = await findOriginal(tx, subject ?? '');
    if (!original) return refuse('not-found', { what: { zh: '档案', en: 'original' } });
    const refused = await refuseReading(tx, actor, original);
    if (refused) return refused;
    const closed = original.secrecy === 'classified';
    const entries = (await entriesOf(tx, original.id)).map((row) => ({ ...row, closed }));
    return { code: original.code, entries: await present(tx, entries) };
  });
