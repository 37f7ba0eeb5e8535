import { useState } from 'react';
import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import { Alert, App, Button, Form, Input, Skeleton, Table } from '#/base/web/antd.ts';
import type { OutputOf } from '#/base/rules/declare.ts';
import { useLanguage, useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { ProjectPick, useProjectPick } from '#/custody/web/door.ts';
import { projectSchema, schemaBind, schemaList, schemaRelease } from '../rules/api/schemas.ts';
import { type Field, fieldKindNames, levelNames, levels, needNames } from '../rules/field.ts';
import { presetSchema } from '../rules/preset.ts';
import { strings } from './strings.ts';

type Version = OutputOf<typeof schemaList>['items'][number];

/** 著录规则: what was released, and what a project uses. */
export function SchemasPage() {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const pick = useProjectPick();
  const [form, setForm] = useState(false);
  const { data, problem, refetch } = useView(schemaList, { input: {} });
  const { project } = pick;
  return (
    <>
      <PageHeader
        title={s.schemasTitle}
        note={s.schemasNote}
        actions={
          permitted(schemaRelease.name) && (
            <Button type="primary" onClick={() => setForm(true)}>
              {s.release}
            </Button>
          )
        }
      />
      <ProjectPick pick={pick} />
      <ProblemAlert problem={problem} onRetry={() => void refetch()} />
      {data === undefined ? (
        <Skeleton active />
      ) : (
        project !== null && <Versions key={project.id} projectId={project.id} versions={data.items} />
      )}
      <ReleaseForm open={form} onClose={() => setForm(false)} />
    </>
  );
}

const labelOf = ({ name, number }: Version): string => `${name} ${number}`;

function Versions({ projectId, versions }: { projectId: string; versions: readonly Version[] }) {
  const s = useStrings(strings);
  const { data, refetch } = useView(projectSchema, { subject: projectId, input: {} });
  const [chosen, setChosen] = useState<string | null>(null);
  if (versions.length === 0) return <p className="sc-empty">{s.schemasEmpty}</p>;
  const bound = data?.bound ?? null;
  const shown = versions.find(({ schemaId }) => schemaId === (chosen ?? bound?.schemaId)) ?? versions[0];
  return (
    <>
      {data !== undefined && bound === null && <Alert type="warning" showIcon title={s.notBound} />}
      <section className="sc-card sc-pad sc-describe-part">
        <h3>{s.versions}</h3>
        <Table<Version>
          size="small"
          rowKey="schemaId"
          dataSource={[...versions]}
          pagination={false}
          columns={[
            {
              key: 'name',
              title: s.version,
              render: (_, row) => (
                <Button type="link" size="small" aria-pressed={row === shown} onClick={() => setChosen(row.schemaId)}>
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
              render: (_, row) => (
                <Use
                  projectId={projectId}
                  version={row}
                  used={row.schemaId === bound?.schemaId}
                  onDone={() => void refetch()}
                />
              ),
            },
          ]}
        />
      </section>
      {shown !== undefined && <Fields version={shown} />}
    </>
  );
}

function Use({
  projectId,
  version,
  used,
  onDone,
}: {
  projectId: string;
  version: Version;
  used: boolean;
  onDone: () => void;
}) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const { message } = App.useApp();
  if (used) return <StatusTag tone="done">{s.inUse}</StatusTag>;
  if (!permitted(schemaBind.name)) return null;
  return (
    <ConfirmAct
      decl={schemaBind}
      subject={projectId}
      question={s.bindAsk(labelOf(version))}
      toInput={() => ({ schemaId: version.schemaId })}
      button={{ size: 'small' }}
      onDone={() => {
        void message.success(s.used);
        onDone();
      }}
    >
      {s.use}
    </ConfirmAct>
  );
}

/** Its fields at each level, in the order in which they are typed. */
function Fields({ version }: { version: Version }) {
  const s = useStrings(strings);
  const words = useWords();
  const { language } = useLanguage();
  return levels
    .filter((level) => version.schema[level].length > 0)
    .map((level) => (
      <section key={level} className="sc-card sc-pad sc-describe-part">
        <h3>
          {labelOf(version)} · {words(levelNames[level])}
        </h3>
        <Table<Field>
          size="small"
          rowKey="key"
          dataSource={version.schema[level]}
          pagination={false}
          columns={[
            { key: 'name', title: s.field, render: (_, row) => <b>{row[language]}</b> },
            { key: 'need', title: s.need, render: (_, row) => words(needNames[row.need]) },
            { key: 'kind', title: s.kind, render: (_, row) => words(fieldKindNames[row.kind]) },
            {
              key: 'most',
              title: s.most,
              align: 'right',
              render: (_, row) => <span className="sc-num">{row.max}</span>,
            },
            { key: 'twice', title: s.twice, render: (_, row) => (row.double ? s.yes : '') },
            { key: 'carry', title: s.carried, render: (_, row) => (row.carry ? s.yes : '') },
            { key: 'values', title: s.controlled, render: (_, row) => row.values.join('、') },
          ]}
        />
      </section>
    ));
}

function ReleaseForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const s = useStrings(strings);
  return (
    <FormDrawer
      decl={schemaRelease}
      open={open}
      onClose={onClose}
      initial={{ name: s.presetName }}
      toInput={({ name }: { name: string }) => ({ name, schema: presetSchema })}
    >
      <p>{s.presetIntro}</p>
      <Form.Item name="name" label={s.name} rules={[{ required: true, whitespace: true, message: s.required }]}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
    </FormDrawer>
  );
}
