import { useState } from 'react';
import { App, Skeleton } from '#/base/web/antd.ts';
import type { Client } from '#/base/web/client.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useClient, useView } from '#/base/web/query.tsx';
import { type Taken, useScans } from '#/custody/web/door.ts';
import { inspectionOpen, inspectionShow } from '../rules/api/inspections.ts';
import { openOrPick } from './begin.ts';
import { Inspector } from './inspect/Inspector.tsx';
import { strings } from './strings.ts';

/** The inspection that is open at this desk: it is still there when the page is opened again. */
const openKey = 'shoucang.inspection';

/** 图像质检: looked at by the keyboard alone, page by page (users.md §4.4). */
export function InspectPage() {
  const s = useStrings(strings);
  const client = useClient();
  const { message } = App.useApp();
  const [open, setOpen] = useState<string | null>(() => sessionStorage.getItem(openKey));
  const keep = (id: string | null): void => {
    if (id === null) sessionStorage.removeItem(openKey);
    else sessionStorage.setItem(openKey, id);
    setOpen(id);
  };
  useScans(true, async (code) => {
    const { taken, id } = await begin(client, code);
    keep(id);
    return taken;
  });
  return (
    <>
      {open === null ? (
        <>
          <PageHeader title={s.inspectTitle} note={s.inspectNote} />
          <p className="sc-empty">{s.inspectFirst}</p>
        </>
      ) : (
        <Opened
          key={open}
          id={open}
          onDone={(text) => {
            void message.success(text);
            keep(null);
          }}
          onGone={() => keep(null)}
        />
      )}
    </>
  );
}

function Opened({ id, onDone, onGone }: { id: string; onDone: (text: string) => void; onGone: () => void }) {
  const s = useStrings(strings);
  const { data, problem, refetch } = useView(inspectionShow, { subject: id, input: {} });
  if (data !== undefined && problem === null) return <Inspector state={data} onDone={onDone} />;
  return (
    <>
      <PageHeader title={s.inspectTitle} note={s.inspectNote} />
      {problem === null ? (
        <Skeleton active />
      ) : (
        <>
          <ProblemAlert problem={problem} onRetry={() => void refetch()} />
          {/* Submitted, taken back or halted: the next slip begins anew. */}
          <p className="sc-empty">
            <button type="button" className="sc-link" onClick={onGone}>
              {s.inspectFirst}
            </button>
          </p>
        </>
      )}
    </>
  );
}

const begin = (client: Client, code: string): Promise<{ taken: Taken; id: string }> =>
  openOrPick(client, code, async () => {
    const answer = await client.call(inspectionOpen, { input: { code } });
    if (answer.state === 'pending') throw new Error('opening never waits for approval');
    return { taken: { code: answer.output.code, note: '' }, id: answer.output.inspectionId };
  });
