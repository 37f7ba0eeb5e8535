import { DownloadOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';
import type { OutputOf, SentOf } from '#/base/rules/declare.ts';
import { roleNames } from '#/base/rules/roles.ts';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Alert, Button, Form, Table } from '#/base/web/antd.ts';
import { streamAddress } from '#/base/web/client.ts';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { AttachmentsField } from '#/base/web/fields/AttachmentsField.tsx';
import { useLanguage, useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { staffRegister, staffTemplate, staffTemplateFile, staffTry } from '../../rules/api/staff.ts';
import { staffColumnNames } from '../../rules/staff.ts';
import type { Project } from '../ProjectPage.tsx';
import { strings } from './strings.ts';

interface Values {
  attachmentId?: string[];
  from: string;
  until: string;
}

type Rows = SentOf<typeof staffRegister>['rows'];

/** 登记人员名单: upload, read what is wrong, correct, submit once. */
export function StaffDrawer({ project, open, onClose }: { project: Project; open: boolean; onClose: () => void }) {
  const [rows, setRows] = useState<Rows>([]);
  return (
    <FormDrawer
      decl={staffRegister}
      subject={project.id}
      open={open}
      onClose={onClose}
      size={900}
      initial={{ until: project.endsOn }}
      toInput={({ attachmentId, from, until }: Values) => ({
        ...{ project: `${project.number} ${project.name}`, attachmentId: attachmentId?.[0] ?? '', from, until, rows },
      })}
    >
      <Fields project={project} open={open} onRows={setRows} />
    </FormDrawer>
  );
}

function Fields({ project, open, onRows }: { project: Project; open: boolean; onRows: (rows: Rows) => void }) {
  const s = useStrings(strings);
  const files = (Form.useWatch('attachmentId') as string[] | undefined) ?? [];
  const template = useView(staffTemplate, { subject: project.id }, { enabled: open });
  const required = [{ required: true, message: s.required }];
  return (
    <>
      <p className="sc-faint sc-form-note">{s.drawerNote}</p>
      <ProblemAlert problem={template.problem} onRetry={() => void template.refetch()} />
      <p>
        <Button
          icon={<DownloadOutlined aria-hidden />}
          disabled={template.data === undefined}
          {...(template.data && { href: streamAddress(staffTemplateFile, template.data.grant) })}
          download
        >
          {s.template}
        </Button>
      </p>
      <div className="sc-form-pair">
        <Form.Item name="from" label={s.from} rules={required}>
          <DayPicker />
        </Form.Item>
        <Form.Item name="until" label={s.until} extra={s.untilNote(project.endsOn)} rules={required}>
          <DayPicker />
        </Form.Item>
      </div>
      <AttachmentsField
        name="attachmentId"
        label={s.file}
        purpose="staff"
        max={1}
        required
        missing={s.required}
        note={s.fileNote}
        accept=".xlsx,.xls,.csv"
      />
      {files[0] !== undefined && <Trial projectId={project.id} attachmentId={files[0]} onRows={onRows} />}
    </>
  );
}

type Tried = OutputOf<typeof staffTry>;

function Trial({
  projectId,
  attachmentId,
  onRows,
}: {
  projectId: string;
  attachmentId: string;
  onRows: (rows: Rows) => void;
}) {
  const s = useStrings(strings);
  const { data, problem, refetch } = useView(staffTry, { subject: projectId, input: { attachmentId } });
  const rows = data?.rows;
  useEffect(() => onRows(rows ?? []), [rows, onRows]);
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  if (data === undefined) return null;
  const { problems } = data;
  return problems.length > 0 ? (
    <>
      <Alert type="error" showIcon className="sc-warnings" title={s.bad(problems.length)} />
      <Problems problems={problems} />
    </>
  ) : (
    <>
      <Alert type="success" showIcon className="sc-warnings" title={s.good(data.rows.length)} />
      <People rows={data.rows} />
    </>
  );
}

function Problems({ problems }: { problems: Tried['problems'] }) {
  const s = useStrings(strings);
  const words = useWords();
  const { language } = useLanguage();
  const zh = language === 'zh';
  return (
    <Table<Tried['problems'][number]>
      size="small"
      rowKey={({ row, column, zh: what }) => `${row}/${column}/${what}`}
      dataSource={problems}
      pagination={false}
      columns={[
        { title: s.row, align: 'right', render: (_, one) => <span className="sc-num">{one.row}</span> },
        { title: s.column, render: (_, one) => words(staffColumnNames[one.column]) },
        { title: s.problem, render: (_, one) => <span className="sc-long">{zh ? one.zh : one.en}</span> },
        { title: s.next, render: (_, one) => <span className="sc-long">{zh ? one.nextZh : one.nextEn}</span> },
      ]}
    />
  );
}

function People({ rows }: { rows: Tried['rows'] }) {
  const s = useStrings(strings);
  const words = useWords();
  return (
    <Table<Tried['rows'][number]>
      size="small"
      rowKey={({ row }) => row}
      dataSource={rows}
      pagination={false}
      columns={[
        { title: s.row, align: 'right', render: (_, one) => <span className="sc-num">{one.row}</span> },
        { title: s.person, render: (_, one) => one.name },
        { title: s.idNumber, render: (_, one) => <span className="sc-num">{one.idNumber}</span> },
        { title: s.role, render: (_, one) => words(roleNames[one.role]) },
        { title: s.username, render: (_, one) => one.username ?? (one.known ? s.ownAccount : s.numbered) },
        { title: s.knownTitle, render: (_, one) => (one.known ? s.known : s.fresh) },
      ]}
    />
  );
}
