import { useEffect, useState } from 'react';
import { Alert, App, Button, Skeleton } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useClient, useView } from '#/base/web/query.tsx';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { deskShow } from '../rules/api/entries.ts';
import { passNames } from '../rules/double-entry.ts';
import { levelNames } from '../rules/field.ts';
import type { Box } from '../rules/suggestion.ts';
import { EntryForm } from './EntryForm.tsx';
import { PageImages } from './PageImages.tsx';
import type { DeskShown, Slot } from './slots.ts';
import { strings } from './strings.ts';
import { type Desk, useAttempt, useDesk } from './useDesk.ts';

/** One original: its images at the left, what is typed at the right. */
export function Station({ originalId, asked, onDone }: { originalId: string; asked: number; onDone: () => void }) {
  const { data, problem, refetch } = useView(deskShow, { subject: originalId, input: {} });
  useEffect(() => {
    if (asked > 0) void refetch();
  }, [asked, refetch]);
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  return <Opened originalId={originalId} shown={data} onDone={onDone} />;
}

function Opened({ originalId, shown, onDone }: { originalId: string; shown: DeskShown; onDone: () => void }) {
  const s = useStrings(strings);
  const words = useWords();
  const { message } = App.useApp();
  const own = useDesk(originalId, shown);
  const { desk } = own;
  const [field, setField] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    const saved = await own.save();
    if (saved)
      void message.success(
        saved.next === undefined ? `${s.savedOne(saved.code)} · ${s.allSaved}` : s.savedOne(saved.code),
      );
  };
  return (
    <div className="sc-describe-station">
      <PageImages unitId={desk.unitId} mark={markOf(own, field)} />
      <section className="sc-card sc-pad sc-describe-typing">
        <header>
          <h3>
            <span className="sc-num">{desk.code}</span> {words(passNames[desk.pass])}
          </h3>
          <SubmitUnit desk={desk} unsaved={own.unsaved.size > 0} onDone={onDone} />
        </header>
        {desk.pass === 2 && <Alert type="info" showIcon title={s.secondNote} />}
        <ProblemAlert problem={own.problem} fields={false} />
        <div className="sc-describe-work">
          <EntryList own={own} />
          <EntryForm own={own} onSave={() => void save()} onField={setField} />
        </div>
      </section>
    </div>
  );
}

/** Where the text stands from which this field was taken, or that is proposed for it. */
function markOf({ slot, draft, desk }: Desk, field: string | null): Box | null {
  if (slot === undefined || field === null) return null;
  const typed = (draft.texts[field] ?? '') !== '';
  return draft.sources[field] ?? (typed ? null : (desk.suggestions.find((one) => one.field === field)?.box ?? null));
}

function EntryList({ own }: { own: Desk }) {
  const s = useStrings(strings);
  const words = useWords();
  const { slots, slot: current } = own;
  return (
    <nav className="sc-describe-entries" aria-label={s.entries}>
      <ul>
        {slots.map((slot) => (
          <li key={slot.key}>
            <button
              type="button"
              aria-current={slot.key === current?.key ? 'true' : undefined}
              onClick={() => own.go(slot.key)}
            >
              <b className="sc-num">{slot.code}</b>
              <span>
                {words(levelNames[slot.level])} <SlotState slot={slot} unsaved={own.unsaved.has(slot.key)} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {current !== undefined && current.entryId !== null && own.desk.pass === 1 && !current.compared && (
        <RemoveEntry own={own} slot={current} />
      )}
    </nav>
  );
}

function SlotState({ slot, unsaved }: { slot: Slot; unsaved: boolean }) {
  const s = useStrings(strings);
  if (unsaved) return <StatusTag tone="attention">{s.unsaved}</StatusTag>;
  if (slot.compared) return <StatusTag tone="done">{s.compared}</StatusTag>;
  if (slot.entryId === null) return <StatusTag tone="plain">{s.newEntry}</StatusTag>;
  return slot.version === 0 ? (
    <StatusTag tone="plain">{s.untyped}</StatusTag>
  ) : (
    <StatusTag tone="done">{s.saved}</StatusTag>
  );
}

function RemoveEntry({ own, slot }: { own: Desk; slot: Slot }) {
  const s = useStrings(strings);
  const { message } = App.useApp();
  const [asked, setAsked] = useState<string | null>(null);
  const remove = async (): Promise<void> => {
    setAsked(null);
    const code = await own.remove();
    if (code !== null) void message.success(s.removed(code));
  };
  if (asked !== slot.key)
    return (
      <Button size="small" onClick={() => setAsked(slot.key)}>
        {s.remove}
      </Button>
    );
  return (
    <div role="alert" className="sc-describe-ask">
      {s.removeAsk(slot.code)}{' '}
      <Button size="small" danger onClick={() => void remove()}>
        {s.remove}
      </Button>
    </div>
  );
}

/** 提交这一件, once nothing lacks. */
function SubmitUnit({ desk, unsaved, onDone }: { desk: DeskShown; unsaved: boolean; onDone: () => void }) {
  const s = useStrings(strings);
  const words = useWords();
  const { message } = App.useApp();
  const client = useClient();
  const { busy, problem, attempt } = useAttempt();
  const run = async (): Promise<void> => {
    const input = { step: desk.step.key, codes: [desk.code], device: null };
    // The station is left then: nothing of it is asked for again.
    const outcome = await attempt(() => client.call(taskSubmit, { subject: desk.projectId, input }));
    if (outcome === null) return;
    void message.success(s.submitted(desk.code));
    onDone();
  };
  return (
    <div className="sc-describe-submit">
      {problem !== null ? (
        <StatusTag tone="attention">{words({ zh: problem.zh, en: problem.en })}</StatusTag>
      ) : (
        <span className="sc-faint" role="status">
          {desk.lacks === null ? s.ready : `${s.lacks}: ${words(desk.lacks)}`}
        </span>
      )}
      <Button disabled={desk.lacks !== null || unsaved} loading={busy} onClick={() => void run()}>
        {s.submit}
      </Button>
    </div>
  );
}
