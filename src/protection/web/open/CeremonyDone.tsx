import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import type { OutputOf } from '#/base/rules/declare.ts';
import { Alert, Button, Tabs } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { PrintPreview } from '#/base/web/PrintPreview.tsx';
import type { ceremonyOpen } from '../../rules/api/session.ts';
import { strings } from './strings.ts';

/** Cards and staffing table: shown this once, printed, signed, kept by their owners. */
export function CeremonyDone({ done }: { done: OutputOf<typeof ceremonyOpen> }) {
  const s = useStrings(strings).ceremony;
  const navigate = useNavigate();
  const [printedIds, setPrintedIds] = useState<readonly string[]>([]);
  const pages = [
    ...done.officers.map((officer, index) => ({ label: s.card(officer.person.name), printed: done.cards[index] })),
    { label: s.staffing, printed: done.staffing },
  ].filter((page): page is { label: string; printed: typeof done.staffing } => page.printed !== undefined);
  const all = pages.every((page) => printedIds.includes(page.printed.printId));

  useEffect(() => {
    if (all) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [all]);

  const finish = (): void => {
    if (all || confirm(s.leave)) void navigate('/login', { replace: true });
  };
  return (
    <>
      <Alert type="success" showIcon title={s.done} description={s.doneNote} className="sc-warnings" />
      <Tabs
        items={pages.map(({ label, printed }) => {
          const has = printedIds.includes(printed.printId);
          return {
            key: printed.printId,
            label: `${label} · ${has ? s.printed : s.toPrint}`,
            children: (
              <PrintPreview
                printed={printed}
                onPrinted={() => setPrintedIds((ids) => [...new Set([...ids, printed.printId])])}
              />
            ),
          };
        })}
      />
      <div className="sc-open-foot">
        <Button type="primary" onClick={finish}>
          {s.finish}
        </Button>
      </div>
    </>
  );
}
