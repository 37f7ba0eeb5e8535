import { useState } from 'react';
import { Button, Checkbox, Form, Select, Skeleton, Table } from '#/base/web/antd.ts';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import type { OutputOf } from '#/base/rules/declare.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { packageSeal, unitList } from '../rules/api/packages.ts';
import { type Encoding, encodingNames, encodings } from '../rules/package.ts';
import { strings } from './strings.ts';

type Unit = OutputOf<typeof unitList>['items'][number];

/** What can be packed, and what keeps the rest from it. */
export function ReadyUnits({ projectId }: { projectId: string }) {
  const s = useStrings(strings);
  const { data, problem, refetch } = useView(unitList, { subject: projectId, input: {} });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [open, setOpen] = useState(false);
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  const ready = data.items.filter(({ obstacle }) => obstacle === null);
  const picked = ready.filter(({ code }) => chosen.includes(code));
  const count = picked.length === 0 ? ready.length : picked.length;
  return (
    <section className="sc-card sc-pad sc-products-ready" aria-label={s.ready}>
      <div className="sc-products-head">
        <h2>{s.ready}</h2>
        <span role="status">{s.readyCount(ready.length, data.items.length - ready.length)}</span>
        {data.packed > 0 && <span className="sc-faint">{s.packedCount(data.packed)}</span>}
        <Button type="primary" disabled={ready.length === 0} onClick={() => setOpen(true)}>
          {picked.length === 0 ? s.sealAll : s.sealSome(picked.length)}
        </Button>
      </div>
      {data.items.length === 0 ? (
        <p className="sc-empty">{s.readyEmpty}</p>
      ) : (
        <Units items={data.items} chosen={chosen} onChoose={setChosen} />
      )}
      <FormDrawer<typeof packageSeal, SealValues>
        decl={packageSeal}
        subject={projectId}
        open={open}
        onClose={() => setOpen(false)}
        title={s.sealTitle}
        initial={{ forms: ['pdf', 'ofd'], encoding: 'utf-8' }}
        toInput={({ forms = [], encoding }) => ({
          codes: picked.length === 0 ? null : picked.map(({ code }) => code),
          ...{ pdf: forms.includes('pdf'), ofd: forms.includes('ofd'), encoding },
        })}
        onDone={() => setChosen([])}
      >
        <p>{s.sealWhat(count)}</p>
        <Form.Item name="forms" label={s.forms}>
          <Checkbox.Group
            options={[
              { value: 'pdf', label: s.pdf },
              { value: 'ofd', label: s.ofd },
            ]}
          />
        </Form.Item>
        <Form.Item name="encoding" label={s.encoding} extra={s.encodingNote}>
          <Select options={encodings.map((value) => ({ value, label: encodingNames[value] }))} />
        </Form.Item>
      </FormDrawer>
    </section>
  );
}

interface SealValues {
  forms?: string[];
  encoding: Encoding;
}

function Units({
  items,
  chosen,
  onChoose,
}: {
  items: readonly Unit[];
  chosen: readonly string[];
  onChoose: (codes: string[]) => void;
}) {
  const s = useStrings(strings);
  const words = useWords();
  return (
    <Table<Unit>
      size="small"
      rowKey="code"
      dataSource={[...items]}
      pagination={items.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      rowSelection={{
        selectedRowKeys: [...chosen],
        onChange: (keys) => onChoose(keys.map(String)),
        getCheckboxProps: ({ obstacle, code }) => ({ disabled: obstacle !== null, 'aria-label': code }),
      }}
      columns={[
        { key: 'code', title: s.code, render: (_, row) => <b className="sc-num">{row.code}</b> },
        {
          key: 'images',
          title: s.images,
          align: 'right',
          render: (_, row) => <span className="sc-num">{row.images}</span>,
        },
        { key: 'read', title: s.read, align: 'right', render: (_, row) => <span className="sc-num">{row.read}</span> },
        {
          key: 'state',
          title: s.obstacle,
          render: (_, row) =>
            row.obstacle === null ? (
              <StatusTag tone="done">{s.packable}</StatusTag>
            ) : (
              <StatusTag tone="attention">{words(row.obstacle)}</StatusTag>
            ),
        },
      ]}
    />
  );
}
