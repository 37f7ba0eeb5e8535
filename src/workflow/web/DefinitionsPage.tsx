import { useState } from 'react';
import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import { Alert, App, Button, Form, Input, Skeleton, Space, Table } from '#/base/web/antd.ts';
import type { OutputOf } from '#/base/rules/declare.ts';
import { roleNames } from '#/base/rules/roles.ts';
import { RadioField } from '#/base/web/fields/RadioField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { ProjectPick, useProjectPick } from '#/custody/web/door.ts';
import { definitionList, definitionRelease, projectBind, projectLine } from '../rules/api/definitions.ts';
import { doubleEntryLine, presetLine } from '../rules/preset.ts';
import { strings } from './strings.ts';

type Version = OutputOf<typeof definitionList>['items'][number];

/** 流程 (5.6-1): what was released, and what a project uses. */
export function DefinitionsPage() {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const pick = useProjectPick();
  const [form, setForm] = useState(false);
  const { data, problem, refetch } = useView(definitionList, { input: {} });
  const { project } = pick;
  return (
    <>
      <PageHeader
        title={s.linesTitle}
        note={s.linesNote}
        actions={
          permitted(definitionRelease.name) && (
            <Button type="primary" onClick={() => setForm(true)}>
              {s.releasePreset}
            </Button>
          )
        }
      />
      <ProjectPick pick={pick} />
      <ProblemAlert problem={problem} onRetry={() => void refetch()} />
      {data === undefined ? (
        <Skeleton active />
      ) : (
        project !== null && <Lines key={project.id} projectId={project.id} versions={data.items} />
      )}
      <ReleaseForm open={form} onClose={() => setForm(false)} />
    </>
  );
}

function Lines({ projectId, versions }: { projectId: string; versions: readonly Version[] }) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const { message } = App.useApp();
  const { data, refetch } = useView(projectLine, { subject: projectId, input: {} });
  const [chosen, setChosen] = useState<string | null>(null);
  if (versions.length === 0) return <p className="sc-empty">{s.linesEmpty}</p>;
  const bound = data?.bound ?? null;
  const shown = versions.find(({ versionId }) => versionId === (chosen ?? bound?.versionId)) ?? versions[0];
  const labelOf = ({ name, number }: Version): string => `${name} ${number}`;
  return (
    <>
      {data !== undefined && bound === null && <Alert type="warning" showIcon title={s.notBound} />}
      <section className="sc-card sc-pad sc-flow-part">
        <h3>{s.versions}</h3>
        <Table<Version>
          size="small"
          rowKey="versionId"
          dataSource={[...versions]}
          pagination={false}
          columns={[
            {
              key: 'name',
              title: s.version,
              render: (_, row) => (
                <Button type="link" size="small" aria-pressed={row === shown} onClick={() => setChosen(row.versionId)}>
                  {labelOf(row)}
                </Button>
              ),
            },
            { key: 'by', title: s.releasedBy, render: (_, row) => row.releasedBy.name },
            { key: 'agreed', title: s.agreedBy, render: (_, row) => row.agreedBy.name },
            { key: 'at', title: s.releasedAt, render: (_, row) => <TimeText at={row.releasedAt} /> },
            {
              key: 'use',
              title: s.bound,
              render: (_, row) =>
                row.versionId === bound?.versionId ? (
                  <StatusTag tone="done">{s.inUse}</StatusTag>
                ) : (
                  permitted(projectBind.name) && (
                    <ConfirmAct
                      decl={projectBind}
                      subject={projectId}
                      question={s.bindAsk(labelOf(row))}
                      toInput={() => ({ versionId: row.versionId })}
                      button={{ size: 'small' }}
                      onDone={({ units }) => {
                        void message.success(s.usedUnits(units));
                        void refetch();
                      }}
                    >
                      {s.use}
                    </ConfirmAct>
                  )
                ),
            },
          ]}
        />
      </section>
      {shown !== undefined && <Line version={shown} label={labelOf(shown)} />}
    </>
  );
}

/** The steps in their order, each with its conditions in words. */
function Line({ version, label }: { version: Version; label: string }) {
  const s = useStrings(strings);
  const words = useWords();
  const named = (keys: readonly string[]): string =>
    keys.map((key) => version.steps.find((step) => step.key === key)?.name ?? key).join('、');
  return (
    <section className="sc-card sc-pad sc-flow-part">
      <h3>{label}</h3>
      <Table
        size="small"
        rowKey="key"
        dataSource={version.steps}
        pagination={false}
        columns={[
          {
            key: 'order',
            title: s.order,
            align: 'right',
            render: (_, _row, index) => <span className="sc-num">{index + 1}</span>,
          },
          { key: 'name', title: s.step, render: (_, row) => <b>{row.name}</b> },
          { key: 'must', title: s.mandatory, render: (_, row) => (row.mandatory ? s.mandatory : s.optional) },
          { key: 'after', title: s.after, render: (_, row) => named(row.after) },
          { key: 'who', title: s.who, render: (_, row) => row.roles.map((role) => words(roleNames[role])).join('、') },
          {
            key: 'notBy',
            title: s.notBy,
            render: (_, row) => (row.notBy.length === 0 ? '' : s.notByWords(named(row.notBy))),
          },
          { key: 'device', title: s.needsDevice, render: (_, row) => (row.needsDevice ? s.yes : '') },
          { key: 'lease', title: s.lease, render: (_, row) => s.leaseWords(row.leaseMinutes) },
          { key: 'overdue', title: s.overdue, render: (_, row) => s.hours(row.overdueHours) },
          {
            key: 'reopens',
            title: s.reopens,
            render: (_, row) => <span className="sc-flow-long">{named(row.reopens)}</span>,
          },
        ]}
      />
    </section>
  );
}

const presets = { once: presetLine, twice: doubleEntryLine } as const;

function ReleaseForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const s = useStrings(strings);
  return (
    <FormDrawer
      decl={definitionRelease}
      open={open}
      onClose={onClose}
      initial={{ name: s.presetName, line: 'once' }}
      toInput={({ name, line }: { name: string; line: keyof typeof presets }) => ({
        name,
        steps: presets[line].map(({ after, roles, notBy, reopens, ...step }) => ({
          ...step,
          ...{ after: [...after], roles: [...roles], notBy: [...notBy], reopens: [...reopens] },
        })),
      })}
    >
      <Space orientation="vertical">
        <p>{s.presetIntro}</p>
      </Space>
      <Form.Item name="name" label={s.name} rules={[{ required: true, whitespace: true, message: s.required }]}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <RadioField
        name="line"
        label={s.entryTimes}
        options={(['once', 'twice'] as const).map((value) => ({ value, label: s.entryTimesOf[value] }))}
      />
    </FormDrawer>
  );
}
