import { App } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { useView } from '#/base/web/query.tsx';
import { inspectionOpen, inspectionShow } from '../rules/api/inspections.ts';
import { openOrPick } from './begin.ts';
import { NotShown } from './NotShown.tsx';
import { Inspector } from './inspect/Inspector.tsx';
import { strings } from './strings.ts';
import { type Begin, useOpened } from './useOpened.ts';

/** The inspection that is open at this desk: it is still there when the page is opened again. */
const openKey = 'shoucang.inspection';

/** 图像质检: looked at by the keyboard alone, page by page (users.md §4.4). */
export function InspectPage() {
  const s = useStrings(strings);
  const { message } = App.useApp();
  const { open, close } = useOpened(openKey, begin);
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
            close();
          }}
          onGone={close}
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
    <NotShown
      title={s.inspectTitle}
      note={s.inspectNote}
      first={s.inspectFirst}
      problem={problem}
      onRetry={() => void refetch()}
      onGone={onGone}
    />
  );
}

const begin: Begin = (client, code) =>
  openOrPick(client, code, async () => {
    const answer = await client.call(inspectionOpen, { input: { code } });
    if (answer.state === 'pending') throw new Error('opening never waits for approval');
    return { taken: { code: answer.output.code, note: '' }, id: answer.output.inspectionId };
  });
