/** The station of a typist: what he has claimed, and what he himself has typed of it (2.8-6, 5.6-4). */
import { isRefusal, refuse } from '#/base/rules/refusal.ts';
import { workingRoles } from '#/base/rules/roles.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { findOriginal } from '#/custody/server/door.ts';
import { refuseOutsider } from '#/engagement/server/door.ts';
import { claimedOfKind } from '#/workflow/server/door.ts';
import { deskList, deskShow, entryRemove, entrySave } from '../../rules/api/entries.ts';
import { suggestionsFrom } from '../../rules/suggestion.ts';
import type { PageLinesOf } from '../ports.ts';
import { nextCode, saveEntry } from '../save.ts';
import { countOpen } from '../store/differences.ts';
import { entriesOf, figuresOf, findEntry, passesOf, removeEntry, valuesOf } from '../store/entries.ts';
import { boundSchema } from '../store/schemas.ts';
import { lackOf, lackWords } from '../submission.ts';
import { fieldsOfPass, isCompared, passOf, type TypingTask, typingTask } from '../typing.ts';

export interface DeskDeps {
  pageLinesOf: PageLinesOf;
}

export const deskRoutes = (deps: DeskDeps): Binding[] => [saveRoute(), removeRoute(), showRoute(deps), listRoute()];

const saveRoute = (): Binding =>
  bindAct(entrySave, {
    async run(tx, { actor, subject, input, version }) {
      const task = await typingTask(tx, subject ?? '', actor.personId);
      if (isRefusal(task)) return task;
      const saved = await saveEntry(tx, task, input, { personId: actor.personId, version });
      if (isRefusal(saved)) return saved;
      const { entry, changed, characters, version: now } = saved;
      const { pass, round } = task;
      const ofItem = { entryId: entry.id, code: entry.code, version: now };
      const compared = isCompared(task, await passesOf(tx, [entry.id]));
      const output = { ...ofItem, compared, ...(await whatComes(tx, task)) };
      return { output, after: { ...ofItem, level: entry.level, pass, round, changed, characters } };
    },
  });

/** The code of one item more, and what still lacks. */
async function whatComes(tx: Tx, task: TypingTask) {
  const original = await findOriginal(tx, task.originalId);
  const bound = await boundSchema(tx, task.projectId);
  const more = original?.kind === 'volume' && (bound?.fields.item.length ?? 0) > 0 && task.pass === 1;
  const next = more ? await nextCode(tx, { ...original, project_id: task.projectId }) : null;
  const lack = await lackOf(tx, task);
  return { nextCode: isRefusal(next) ? null : next, lacks: lack && lackWords(lack) };
}

const removeRoute = (): Binding =>
  bindAct(entryRemove, {
    async run(tx, { actor, subject }) {
      const entry = await findEntry(tx, subject ?? '');
      if (!entry) return refuse('entry-of-other');
      const task = await typingTask(tx, entry.original_id, actor.personId);
      if (isRefusal(task)) return task;
      if (task.pass === 2) return refuse('second-opens-none');
      // Looked at again under the lock of its unit.
      if (!(await findEntry(tx, entry.id))) return refuse('entry-of-other');
      const { level, code } = entry;
      if ((await passesOf(tx, [entry.id])).some(({ pass }) => pass === 2)) return refuse('entry-typed-twice', { code });
      await removeEntry(tx, entry.id, actor.personId);
      return { output: {}, after: { code, level, removed: true } };
    },
  });

const showRoute = ({ pageLinesOf }: DeskDeps): Binding =>
  bindView(deskShow, async (tx, { actor, subject }) => {
    const task = await typingTask(tx, subject ?? '', actor.personId);
    if (isRefusal(task)) return task;
    const { originalId, projectId, unitId, pass } = task;
    const original = await findOriginal(tx, originalId);
    if (!original) throw new Error(`no original: ${originalId}`);
    const bound = await boundSchema(tx, projectId);
    if (!bound) return refuse('no-schema');
    const { volume, item } = bound.fields;
    const schema = { volume: [...fieldsOfPass(volume, pass)], item: [...fieldsOfPass(item, pass)] };
    return {
      ...{ unitId, projectId, code: original.code, kind: original.kind, pass, schema },
      ...{ step: { key: task.step.key, name: task.step.name }, entries: await ownEntries(tx, task) },
      ...(await whatComes(tx, task)),
      // 5.6-4: a second entry is typed from the original and from nothing else.
      suggestions: pass === 1 ? suggestionsFrom(await pageLinesOf(tx, unitId)) : [],
    };
  });

/** Entries with what he has typed; of the other pass nothing is even read. */
async function ownEntries(tx: Tx, task: TypingTask) {
  const { pass } = task;
  const entries = (await entriesOf(tx, task.originalId)).filter(
    ({ fields, level }) => fieldsOfPass(fields[level], pass).length > 0,
  );
  const ids = entries.map(({ id }) => id);
  const passes = Map.groupBy(await passesOf(tx, ids), (row) => row.entry_id);
  const values = Map.groupBy(await valuesOf(tx, ids, [pass]), (row) => row.entry_id);
  return entries.map(({ id, level, code, fields }) => {
    const rows = passes.get(id) ?? [];
    return {
      ...{ entryId: id, level, code, fields: [...fieldsOfPass(fields[level], pass)] },
      ...{ version: rows.find((row) => row.pass === pass)?.version ?? 0, compared: isCompared(task, rows) },
      values: (values.get(id) ?? []).map(({ field, text, source }) => ({ field, text, source })),
    };
  });
}

const listRoute = (): Binding =>
  bindView(deskList, async (tx, { actor, subject }) => {
    const projectId = subject ?? '';
    const outside = await refuseOutsider(tx, actor, projectId, workingRoles);
    if (outside) return outside;
    const tasks = await claimedOfKind(tx, projectId, actor.personId, 'describe');
    const ids = tasks.map(({ originalId }) => originalId);
    const figures = await figuresOf(tx, ids);
    const open = await countOpen(tx, ids);
    const items = tasks.flatMap(({ originalId, code, slip, step, nth, round, halted }) => {
      const pass = passOf(nth);
      const row = figures.find((one) => one.original_id === originalId);
      const typed = pass === 1 ? row?.first : row?.second;
      if (pass === undefined) return [];
      const counts = { entries: Number(row?.entries ?? 0), typed: Number(typed ?? 0), open: open.get(originalId) ?? 0 };
      return [{ originalId, code, slip, step: step.key, name: step.name, pass, round, halted, ...counts }];
    });
    return { items };
  });
