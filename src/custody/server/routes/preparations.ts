/** The pad of preparation: what somebody counts with the original open before him (6.4). */
import { isRefusal, refuse } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { lateColumns } from '#/base/server/late.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { refuseOutsider, refuseLateApprover } from '#/engagement/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import { originalViewers } from '../../rules/api/originals.ts';
import { preparationEnter, preparationShow } from '../../rules/api/preparation.ts';
import { placeNames } from '../../rules/custody.ts';
import { a4Equivalent, refusePrepared } from '../../rules/preparation.ts';
import { handlers } from '../../rules/work.ts';
import { asMisplaced, custodyOf, findScanned, refuseNotInHand } from '../scanned.ts';
import { findOriginal } from '../store/originals.ts';
import { insertPreparation, preparationsOf } from '../store/preparations.ts';
import { slipOf } from '../store/slips.ts';

export const preparationRoutes = (): Binding[] => [enterRoute(), showRoute()];

const enterRoute = (): Binding =>
  bindAct(preparationEnter, {
    check: (_tx, { input }) => Promise.resolve(refusePrepared(input)),
    async run(tx, { actor, input, late }, approval) {
      const scanned = await findScanned(tx, actor, input.code, handlers);
      if (isRefusal(scanned)) return scanned;
      const stranger = await refuseLateApprover(tx, preparationEnter, approval, scanned.projectId);
      if (stranger) return stranger;
      const custody = await custodyOf(tx, scanned);
      if (custody.halted) return refuse('halted', {}, 'input.code');
      const slip = custody.batch === null ? undefined : await slipOf(tx, custody.batch, scanned.id);
      // 6.4-1: without a slip nothing is worked with.
      if (!slip) {
        const none = refuse('custody-place', { place: placeNames[custody.place] }, 'input.code');
        return asMisplaced(tx, actor, scanned, none, { late });
      }
      // A late entry is made by whoever has the paper.
      const elsewhere = late === null ? await refuseNotInHand(tx, actor, scanned, custody) : null;
      if (elsewhere) return elsewhere;
      const { code: _, ...prepared } = input;
      const row = { ...prepared, slipId: slip.id, by: actor.personId };
      const preparationId = await insertPreparation(tx, row, lateColumns(late));
      const catalogued = (await findOriginal(tx, scanned.id))?.pages ?? null;
      const output = { preparationId, code: scanned.code, catalogued, a4: a4Equivalent(input) };
      return { output, subjectId: preparationId, after: { slip: slip.number, ...input, code: scanned.code } };
    },
  });

const showRoute = (): Binding =>
  bindView(preparationShow, async (tx, { actor, subject }) => {
    const original = await findOriginal(tx, subject ?? '');
    if (!original) return refuse('not-found', { what: { zh: '档案', en: 'original' } });
    const outside = await refuseOutsider(tx, actor, original.project_id, originalViewers);
    if (outside) return outside;
    const rows = await preparationsOf(tx, original.id);
    const person = personFrom(
      await namesOf(
        tx,
        rows.map((row) => row.prepared_by),
      ),
    );
    return {
      preparations: rows.map((row) => ({
        ...{ id: row.id, slip: row.slip, pages: row.pages, leaves: row.leaves, a3: row.a3, a2: row.a2 },
        ...{ a1: row.a1, a0: row.a0, a4: a4Equivalent(row), inserted: row.inserted, damaged: row.damaged },
        ...{ unscanned: row.unscanned, unscannedReason: row.unscanned_reason, binding: row.binding },
        ...{ cover: row.cover, contents: row.contents, noteSheet: row.note_sheet, blanks: row.blanks },
        ...{ remark: row.remark, preparedBy: person(row.prepared_by), at: row.occurred_at.toISOString() },
      })),
    };
  });
