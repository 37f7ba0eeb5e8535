import { useState } from 'react';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { Button, Space } from '#/base/web/antd.ts';
import { ReasonField, reasonOf } from '#/base/web/fields/ReasonField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { useView } from '#/base/web/query.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import type { DataColumn } from '#/base/web/table/columns.ts';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { ProjectPick, useProjectPick } from '#/custody/web/door.ts';
import { projectLine } from '../rules/api/definitions.ts';
import { taskAssign, taskOmit, taskTakeBack, unitBlock, unitRelease } from '../rules/api/tasks.ts';
import { boardShow } from '../rules/api/tracking.ts';
import { taskStateNames, taskStates } from '../rules/task.ts';
import { AssignForm } from './AssignForm.tsx';
import type { BoardFilter } from './board-filter.ts';
import { BoardCounts } from './BoardCounts.tsx';
import { strings } from './strings.ts';
import { taskTones } from './tones.ts';
import { UnitWay } from './UnitWay.tsx';

type Unit = RowOf<typeof boardShow>;

/** 进度看板 (5.6-3). */
export function BoardPage() {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const pick = useProjectPick();
  const [assigning, setAssigning] = useState(false);
  const { project } = pick;
  return (
    <>
      <PageHeader
        title={s.boardTitle}
        note={s.boardNote}
        actions={
          project !== null &&
          permitted(taskAssign.name) && <Button onClick={() => setAssigning(true)}>{s.assign}</Button>
        }
      />
      <ProjectPick pick={pick} />
      {project !== null && (
        <>
          <Board key={project.id} projectId={project.id} />
          <AssignForm projectId={project.id} open={assigning} onClose={() => setAssigning(false)} />
        </>
      )}
    </>
  );
}

function Board({ projectId }: { projectId: string }) {
  const s = useStrings(strings);
  const words = useWords();
  const [asked, setAsked] = useState<BoardFilter>({});
  const { data } = useView(projectLine, { subject: projectId, input: {} });
  const steps = data?.bound?.steps ?? [];
  const columns = useColumns();
  return (
    <>
      <BoardCounts projectId={projectId} steps={steps} asked={asked} onAsk={setAsked} />
      <DataTable
        key={JSON.stringify(asked)}
        initialFilters={{ ...asked }}
        tableKey="workflow.board"
        title={s.units}
        view={boardShow}
        subject={projectId}
        rowKey={(row) => row.unitId}
        filters={[
          {
            ...{ kind: 'choice', name: 'step', label: s.step },
            options: steps.map(({ key, name }) => ({ value: key, label: name })),
          },
          {
            ...{ kind: 'choice', name: 'state', label: s.state },
            options: taskStates
              .filter((one) => one !== 'waiting')
              .map((value) => ({ value, label: words(taskStateNames[value]) })),
          },
          { kind: 'choice', name: 'overdue', label: s.overdueOnly, options: [{ value: true, label: s.yes }] },
        ]}
        columns={columns}
        detail={{
          title: (row) => row.code,
          body: (row) => <UnitWay originalId={row.originalId} />,
          size: 860,
        }}
        rowActions={(row, refresh) => <RowActs row={row} onDone={refresh} />}
        empty={s.boardEmpty}
      />
    </>
  );
}

function useColumns(): DataColumn<Unit>[] {
  const s = useStrings(strings);
  const words = useWords();
  return [
    { key: 'code', title: s.code, always: true, render: (row) => <span className="sc-num">{row.code}</span> },
    { key: 'step', title: s.step, always: true, render: (row) => row.name },
    {
      key: 'state',
      title: s.state,
      always: true,
      render: (row) => (
        <StatusTag tone={taskTones[row.state]}>
          {row.halted ? s.blockedBy.halted : words(taskStateNames[row.state])}
        </StatusTag>
      ),
    },
    { key: 'holder', title: s.holder, render: (row) => row.holder?.name ?? '' },
    { key: 'since', title: s.since, render: (row) => <TimeText at={row.since} /> },
    {
      key: 'due',
      title: s.due,
      render: (row) => (
        <Space>
          <TimeText at={row.dueAt} />
          {row.overdue && <StatusTag tone="alarm">{s.overdue}</StatusTag>}
        </Space>
      ),
    },
    { key: 'why', title: s.why, render: (row) => row.reason ?? '' },
  ];
}

function RowActs({ row, onDone }: { row: Unit; onDone: () => void }) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const reason = { fields: <ReasonField />, button: { type: 'link', size: 'small' } } as const;
  const { unitId: subject, step, code, name, state, halted } = row;
  if (halted || state === 'done') return null;
  if (state === 'blocked')
    return (
      permitted(unitRelease.name) &&
      row.reason !== null && (
        <ConfirmAct
          decl={unitRelease}
          subject={subject}
          question={s.releaseAsk(code)}
          toInput={() => ({})}
          button={{ type: 'link', size: 'small' }}
          onDone={onDone}
        >
          {s.release}
        </ConfirmAct>
      )
    );
  return (
    <Space size={0}>
      {permitted(taskTakeBack.name) && state !== 'ready' && (
        <ConfirmAct
          {...reason}
          decl={taskTakeBack}
          subject={subject}
          question={s.takeBackAsk(code, name)}
          toInput={(values: { reason: string }) => ({ step, ...reasonOf(values) })}
          onDone={onDone}
        >
          {s.takeBack}
        </ConfirmAct>
      )}
      {permitted(taskOmit.name) && state === 'ready' && <Omit row={row} onDone={onDone} />}
      {permitted(unitBlock.name) && (
        <ConfirmAct {...reason} decl={unitBlock} subject={subject} question={code} toInput={reasonOf} onDone={onDone}>
          {s.block}
        </ConfirmAct>
      )}
    </Space>
  );
}

/** The server says which steps may be left out; the button is there for those that usually are. */
function Omit({ row, onDone }: { row: Unit; onDone: () => void }) {
  const s = useStrings(strings);
  if (row.mandatory) return null;
  return (
    <ConfirmAct
      decl={taskOmit}
      subject={row.unitId}
      question={s.omitAsk(row.code, row.name)}
      fields={<ReasonField />}
      toInput={(values: { reason: string }) => ({ step: row.step, ...reasonOf(values) })}
      button={{ type: 'link', size: 'small' }}
      onDone={onDone}
    >
      {s.omit}
    </ConfirmAct>
  );
}
