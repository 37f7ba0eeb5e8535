import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input, InputNumber, Table } from '#/base/web/antd.ts';
import type { OutputOf } from '#/base/rules/declare.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { useView } from '#/base/web/query.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { preparationEnter, preparationShow } from '../rules/api/preparation.ts';
import { damageStrings } from './damage-strings.ts';
import { strings } from './strings.ts';
import { CodeField } from './CodeFields.tsx';

interface Values {
  code: string;
  pages: number;
  leaves: number;
  a3?: number | null;
  a2?: number | null;
  a1?: number | null;
  a0?: number | null;
  inserted?: number | null;
  damaged?: number | null;
  unscanned?: number | null;
  cover?: number | null;
  contents?: number | null;
  noteSheet?: number | null;
  blanks?: number | null;
  unscannedReason?: string;
  binding?: string;
  remark?: string;
}

const toInput = ({ code, pages, leaves, unscannedReason = '', binding = '', remark = '', ...rest }: Values) => ({
  ...{ code, pages, leaves, unscannedReason, binding, remark },
  ...{ a3: rest.a3 ?? 0, a2: rest.a2 ?? 0, a1: rest.a1 ?? 0, a0: rest.a0 ?? 0 },
  // What was left empty was not counted.
  ...{ cover: rest.cover ?? null, contents: rest.contents ?? null },
  ...{ noteSheet: rest.noteSheet ?? null, blanks: rest.blanks ?? null },
  ...{ inserted: rest.inserted ?? 0, damaged: rest.damaged ?? 0, unscanned: rest.unscanned ?? 0 },
});

/** 整理登记: with the original open, counted once. */
export function PreparationForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useStrings(damageStrings);
  const s = useStrings(strings);
  const required = [{ required: true, message: s.required }];
  const number = (name: keyof Values, label: string, needed = false) => (
    <Form.Item name={name} label={label} {...(needed && { rules: required })}>
      <InputNumber min={needed ? 1 : 0} precision={0} className="sc-grow" />
    </Form.Item>
  );
  return (
    <FormDrawer decl={preparationEnter} open={open} onClose={onClose} size={600} toInput={toInput}>
      <CodeField open={open} />
      <div className="sc-form-pair">
        {number('pages', t.pages, true)}
        {number('leaves', t.leaves, true)}
      </div>
      <div className="sc-form-four">
        {number('a3', 'A3')}
        {number('a2', 'A2')}
        {number('a1', 'A1')}
        {number('a0', 'A0')}
      </div>
      <div className="sc-form-four">
        {number('inserted', t.inserted)}
        {number('damaged', t.damagedPages)}
        {number('unscanned', t.unscanned)}
      </div>
      <div className="sc-form-four">
        {number('cover', t.coverFaces)}
        {number('contents', t.contentsFaces)}
        {number('noteSheet', t.noteSheetFaces)}
        {number('blanks', t.blankFaces)}
      </div>
      <Form.Item name="unscannedReason" label={t.unscannedReason}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <div className="sc-form-pair">
        <Form.Item name="binding" label={t.binding}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <Form.Item name="remark" label={t.remark}>
          <Input maxLength={300} autoComplete="off" />
        </Form.Item>
      </div>
    </FormDrawer>
  );
}

type Row = OutputOf<typeof preparationShow>['preparations'][number];

/** What preparation found of one original, on its card. */
export function PreparationsOf({ id }: { id: string }) {
  const t = useStrings(damageStrings);
  const s = useStrings(strings);
  const { data } = useView(preparationShow, { subject: id });
  if (data === undefined || data.preparations.length === 0) return null;
  return (
    <section className="sc-custody-part">
      <h3>{t.preparations}</h3>
      <Table<Row>
        size="small"
        rowKey={(row) => row.id}
        dataSource={data.preparations}
        pagination={false}
        columns={[
          { title: t.pages, align: 'right', render: (_, row) => row.pages },
          { title: t.leaves, align: 'right', render: (_, row) => row.leaves },
          { title: t.a4, align: 'right', render: (_, row) => row.a4 },
          { title: t.sizes, render: (_, row) => t.large(row.a3, row.a2, row.a1, row.a0) },
          {
            title: t.unscanned,
            render: (_, row) => (row.unscanned === 0 ? s.none : `${row.unscanned} ${row.unscannedReason ?? ''}`),
          },
          { title: s.by, render: (_, row) => row.preparedBy.name },
          { title: s.at, render: (_, row) => <TimeText at={row.at} /> },
        ]}
      />
    </section>
  );
}
