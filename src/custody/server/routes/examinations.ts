/** Before a batch: is it whole, in order, as the catalogue says, and sound (6.1)? */
import type { PersonActor } from '#/base/rules/actor.ts';
import type { InputOf } from '#/base/rules/declare.ts';
import { isRefusal, refuse, refuseStale, type Refusal } from '#/base/rules/refusal.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { lateColumns } from '#/base/server/late.ts';
import { refuseAttachments } from '#/base/server/store/attachments.ts';
import { refuseOutsider, refuseLateApprover } from '#/engagement/server/door.ts';
import { photoSourceOf, refusePhotoSource } from '#/premises/server/door.ts';
import { nextNumber } from '#/protection/server/door.ts';
import {
  conditionReport,
  conditionReporters,
  examinationEnter,
  originalCorrect,
} from '../../rules/api/examinations.ts';
import { archiveKeepers } from '../../rules/api/originals.ts';
import type { Place } from '../../rules/custody.ts';
import { type ErratumField, erratumFields, isPlain, refuseExamined } from '../../rules/examination.ts';
import { findScanned, type Scanned } from '../scanned.ts';
import { correctEntry, type Entry, insertCondition, insertExaminations, lockEntry } from '../store/examinations.ts';
import { findOriginal, shareSecrecy } from '../store/originals.ts';
import { originalsByCode } from './originals.ts';

export const examinationRoutes = (): Binding[] => [examineRoute(), correctRoute(), conditionRoute()];

const examineRoute = (): Binding =>
  bindAct(examinationEnter, {
    async check(tx, { actor, subject, input }) {
      const outside = await refuseOutsider(tx, actor, subject ?? '', archiveKeepers);
      if (outside) return outside;
      if (input.codes.length > 1 && !isPlain(input)) return refuse('examined-together', {}, 'input.codes');
      const originals = await originalsByCode(tx, subject ?? '', input.codes, 'input.codes');
      if (isRefusal(originals)) return originals;
      const [first] = originals;
      if (first?.secrecy === 'classified' && !isPlain(input))
        return refuse('classified-content', { code: first.code }, 'input.codes.0');
      return refuseExamined(input, first?.pages ?? null);
    },
    async run(tx, { actor, subject, input, late }, approval) {
      const stranger = await refuseLateApprover(tx, examinationEnter, approval, subject ?? '');
      if (stranger) return stranger;
      const originals = await originalsByCode(tx, subject ?? '', input.codes, 'input.codes');
      if (isRefusal(originals)) return originals;
      const ids = originals.map(({ id }) => id);
      const [only] = ids;
      if (!isPlain(input) && only !== undefined && (await shareSecrecy(tx, only)) === 'classified')
        return refuse('classified-content', { code: originals[0]?.code ?? '' }, 'input.codes.0');
      await insertExaminations(tx, ids, input, actor.personId, lateColumns(late));
      return { output: { count: ids.length }, after: input };
    },
  });

const textOf = (entry: Entry, field: ErratumField): string | null => {
  if (field === 'documentNumber') return entry.document_number;
  return field === 'pages' ? (entry.pages === null ? null : String(entry.pages)) : entry[field];
};

function errataOf(entry: Entry, input: InputOf<typeof originalCorrect>) {
  return erratumFields
    .map((field) => {
      const after = input[field];
      return { field, before: textOf(entry, field), after: after === null ? null : String(after) };
    })
    .filter(({ before, after }) => before !== after);
}

const correctRoute = (): Binding =>
  bindAct(originalCorrect, {
    async check(tx, { actor, subject, version, input }) {
      const entry = await lockEntry(tx, subject ?? '');
      if (!entry) return refuse('not-found', { what: { zh: '档案', en: 'original' } });
      const outside = await refuseOutsider(tx, actor, entry.project_id, archiveKeepers);
      if (outside) return outside;
      if (entry.secrecy === 'classified') return refuse('classified-content', { code: entry.code });
      if ((await findOriginal(tx, entry.id))?.halted === true) return refuse('halted');
      if (errataOf(entry, input).length === 0) return refuse('nothing-corrected');
      return refuseStale(version, entry.version);
    },
    async run(tx, { actor, subject, input }) {
      const entry = await lockEntry(tx, subject ?? '');
      if (!entry) return refuse('not-found', { what: { zh: '档案', en: 'original' } });
      const errata = errataOf(entry, input);
      await correctEntry(tx, entry.id, errata, { by: actor.personId, reason: input.reason });
      const said = (which: 'before' | 'after') => Object.fromEntries(errata.map((one) => [one.field, one[which]]));
      return {
        output: { corrected: errata.map(({ field }) => field) },
        before: said('before'),
        after: { ...said('after'), code: entry.code, reason: input.reason },
      };
    },
  });

/** What was scanned, of the project that is named. */
async function ofProject(
  tx: Tx,
  actor: PersonActor,
  projectId: string,
  code: string,
): Promise<(Scanned & { secrecy: Entry['secrecy']; place: Place | null }) | Refusal> {
  const scanned = await findScanned(tx, actor, code, conditionReporters);
  if (isRefusal(scanned)) return scanned;
  const original = await findOriginal(tx, scanned.id);
  return scanned.projectId === projectId && original
    ? { ...scanned, secrecy: original.secrecy, place: original.place }
    : refuse('original-unknown', { code: scanned.code }, 'input.code');
}

const conditionRoute = (): Binding =>
  bindAct(conditionReport, {
    async check(tx, { actor, subject, input }) {
      const original = await ofProject(tx, actor, subject ?? '', input.code);
      if (isRefusal(original)) return original;
      const { code, secrecy } = original;
      if (secrecy === 'classified') return refuse('classified-content', { code }, 'input.code');
      // On its shelf it is the archive that looks; what the vendor tears is damage (6.3-4).
      if (original.place === 'shelf' && actor.party !== 'archive') return refuse('shelf-is-archive', {}, 'input.code');
      return (
        (await refuseAttachments(tx, input.photos, actor.personId, 'input.photos')) ??
        (await refusePhotoSource(tx, { photoSource: input.photoSource, items: [input] }))
      );
    },
    async run(tx, { actor, subject, input, late }, approval) {
      const stranger = await refuseLateApprover(tx, conditionReport, approval, subject ?? '');
      if (stranger) return stranger;
      const original = await ofProject(tx, actor, subject ?? '', input.code);
      if (isRefusal(original)) return original;
      if ((await shareSecrecy(tx, original.id)) === 'classified')
        return refuse('classified-content', { code: original.code }, 'input.code');
      const source = await photoSourceOf(tx, { photoSource: input.photoSource, items: [input] });
      const number = await nextNumber(tx, 'condition');
      const row = { number, originalId: original.id, source, by: actor.personId };
      const reportId = await insertCondition(tx, row, input, lateColumns(late));
      return { output: { reportId, number }, subjectId: reportId, after: { number, ...input, code: original.code } };
    },
  });
