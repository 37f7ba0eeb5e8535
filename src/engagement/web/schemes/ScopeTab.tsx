import { useState } from 'react';
import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import { Button, Form, Input, InputNumber, Select, Table } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { schemeList, scopeAdd, scopeRemove } from '../../rules/api/scopes.ts';
import type { Project } from '../ProjectPage.tsx';
import { strings } from './strings.ts';

type Scope = Project['scopes'][number];

/** 项目范围 (2.2-1): ranges of archival codes. */
export function ScopeTab({ project, onDone }: { project: Project; onDone: () => void }) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const [adding, setAdding] = useState(false);
  const open = project.state !== 'closed';
  return (
    <>
      {open && permitted(scopeAdd.name) && (
        <div className="sc-above-table">
          <Button onClick={() => setAdding(true)}>{s.addScope}</Button>
        </div>
      )}
      <Table<Scope>
        size="small"
        rowKey={({ id }) => id}
        dataSource={project.scopes}
        pagination={false}
        locale={{ emptyText: s.noScope }}
        columns={[
          { title: s.content, render: (_, row) => row.label },
          {
            title: s.range,
            render: (_, { range }) => <span className="sc-num">{`${range.from} – ${range.to}`}</span>,
          },
          { title: s.scheme, render: (_, row) => row.scheme.name },
          { title: s.volumes, align: 'right', render: (_, row) => row.volumes ?? '—' },
          { title: s.items, align: 'right', render: (_, row) => row.items ?? '—' },
          { title: s.pages, align: 'right', render: (_, row) => row.pages ?? '—' },
          {
            title: '',
            render: (_, row) =>
              open &&
              permitted(scopeRemove.name) && (
                <ConfirmAct
                  decl={scopeRemove}
                  subject={row.id}
                  version={row.version}
                  toInput={() => ({})}
                  question={s.takeOutQuestion}
                  button={{ type: 'link', size: 'small', danger: true }}
                  onDone={onDone}
                  onReload={onDone}
                >
                  {s.takeOut}
                </ConfirmAct>
              ),
          },
        ]}
      />
      <ScopeForm projectId={project.id} open={adding} onClose={() => setAdding(false)} onDone={onDone} />
    </>
  );
}

interface Values {
  schemeId: string;
  range: { from: string; to: string };
  label: string;
  volumes?: number | null;
  items?: number | null;
  pages?: number | null;
}

const toInput = ({ schemeId, range, label, volumes = null, items = null, pages = null }: Values) => ({
  ...{ schemeId, range, label, volumes, items, pages },
});

function ScopeForm({
  projectId,
  open,
  onClose,
  onDone,
}: {
  projectId: string;
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}) {
  const s = useStrings(strings);
  const { data, problem, refetch } = useView(schemeList, {}, { enabled: open });
  const required = [{ required: true, whitespace: true, message: s.required }];
  return (
    <FormDrawer
      decl={scopeAdd}
      subject={projectId}
      open={open}
      onClose={onClose}
      size={640}
      toInput={toInput}
      onDone={onDone}
    >
      <ProblemAlert problem={problem} onRetry={() => void refetch()} />
      <Form.Item
        name="schemeId"
        label={s.scheme}
        extra={s.schemeNote}
        rules={[{ required: true, message: s.required }]}
      >
        <Select options={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      <div className="sc-form-pair">
        <Form.Item name={['range', 'from']} label={s.from} rules={required}>
          <Input className="sc-num" maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name={['range', 'to']} label={s.to} rules={required}>
          <Input className="sc-num" maxLength={100} autoComplete="off" />
        </Form.Item>
      </div>
      <p className="sc-faint sc-form-note">{s.rangeNote}</p>
      <Form.Item name="label" label={s.content} extra={s.contentNote} rules={required}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <div className="sc-form-pair sc-form-three">
        {(['volumes', 'items', 'pages'] as const).map((name) => (
          <Form.Item key={name} name={name} label={s[name]}>
            <InputNumber min={1} precision={0} className="sc-grow" />
          </Form.Item>
        ))}
      </div>
    </FormDrawer>
  );
}
