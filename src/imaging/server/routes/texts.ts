/** Text recognition: how each fonds is read, and what was read of a page. */
import { refuse } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { namesOf } from '#/protection/server/door.ts';
import { findUnit } from '#/workflow/server/door.ts';
import { textSet, textSettings, textShow } from '../../rules/api/texts.ts';
import { uprightBox } from '../../rules/text/upright.ts';
import { wordsOf } from '../capture/state.ts';
import { queueTexts, saveSetting, settingOf, settingsWithCounts, textOf, unqueueTexts, unset } from '../store/texts.ts';
import { ringForText } from '../text/recognise-job.ts';
import { type PictureDeps, refuseViewing } from './pictures.ts';

export interface TextDeps extends Pick<PictureDeps, 'alsoSees'> {
  queue: Pick<JobQueue, 'enqueue'>;
}

export const textRoutes = (deps: TextDeps): Binding[] => [setRoute(deps), settingsRoute(), showRoute(deps)];

const setRoute = ({ queue }: TextDeps): Binding =>
  bindAct(textSet, {
    async run(tx, { actor, subject, input, version }) {
      const fondsId = subject ?? '';
      const now = await settingOf(tx, fondsId);
      if (!now) return refuse('not-found', { what: { zh: '全宗', en: 'fonds' } });
      if (version !== null && version !== (now.version ?? unset))
        return refuse('version-conflict', { current: now.version ?? unset });
      const before = { direction: now.direction ?? 'horizontal', skipped: now.skipped ?? false };
      await saveSetting(tx, { fondsId, ...input, by: actor.personId });
      if (input.skipped) await unqueueTexts(tx, fondsId);
      const queued = input.skipped ? 0 : await queueTexts(tx, { fondsId });
      if (queued > 0) await ringForText(tx, queue);
      return { output: { queued }, before, after: { fonds: now.code, ...input, queued } };
    },
  });

const settingsRoute = (): Binding =>
  bindView(textSettings, async (tx) => {
    const rows = await settingsWithCounts(tx);
    const person = personFrom(
      await namesOf(
        tx,
        rows.flatMap(({ set_by }) => (set_by === null ? [] : [set_by])),
      ),
    );
    return {
      items: rows.map(({ id, set_by, set_at, waiting, done, failed, fault, ...row }) => ({
        ...{ fondsId: id, code: row.code, name: row.name, direction: row.direction, skipped: row.skipped },
        ...{ setBy: set_by === null ? null : person(set_by), setAt: set_at?.toISOString() ?? null },
        ...{ version: row.version, waiting: Number(waiting), done: Number(done), failed: Number(failed) },
        held: fault && wordsOf(fault.code, fault.params),
      })),
    };
  });

const showRoute = (deps: TextDeps): Binding =>
  bindView(textShow, async (tx, { actor, subject, input }) => {
    const unit = await findUnit(tx, subject ?? '');
    if (!unit) return refuse('not-found', { what: { zh: '件', en: 'unit' } });
    const refused = await refuseViewing(tx, actor, unit, deps);
    if (refused) return refused;
    const row = await textOf(tx, unit.id, input.masterId);
    if (!row) return refuse('not-found', { what: { zh: '图像', en: 'picture' } });
    return {
      ...{ state: row.state ?? ('none' as const), engine: row.engine, engineVersion: row.engine_version },
      ...{ direction: row.direction, upsideDown: row.upside_down, confidence: row.confidence },
      ...{ readAt: row.read_at?.toISOString() ?? null, fault: row.fault && wordsOf(row.fault.code, row.fault.params) },
      lines: (row.lines ?? []).map(({ text, confidence, box }) => ({
        ...{ text, confidence, box: uprightBox(box, row.header) },
        corners: box.map(([x, y]): [number, number] => [x, y]),
      })),
    };
  });
