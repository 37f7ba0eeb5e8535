import { purge, purgePreview } from '#/base/rules/api/files.ts';
import { FormDrawer } from '../ActForm.tsx';
import { Alert, Form, Input, Skeleton, Table } from '../antd.ts';
import { BytesText } from '../BytesText.tsx';
import { DigestText } from '../DigestText.tsx';
import { useStrings } from '../locale.tsx';
import { ProblemAlert } from '../ProblemAlert.tsx';
import { useView } from '../query.tsx';
import { strings as shell } from '../strings.ts';
import { strings } from './strings.ts';

/** 6.5: what would be removed is listed before anyone asks for it. */
export function PurgeDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const s = useStrings(strings).purge;
  const common = useStrings(shell);
  const preview = useView(purgePreview, { subject: id });
  const version = preview.data?.version;
  return (
    <FormDrawer
      decl={purge}
      open
      onClose={onClose}
      subject={id}
      {...(version !== undefined && { version })}
      toInput={(values: { reason: string }) => ({ reason: values.reason })}
      onReload={() => void preview.refetch()}
      size={720}
    >
      <Alert type="warning" showIcon title={s.explain} className="sc-warnings" />
      <ProblemAlert problem={preview.problem} />
      {preview.data === undefined ? (
        <Skeleton active />
      ) : (
        <Table
          size="small"
          pagination={false}
          title={() => s.list}
          rowKey={(item) => `${item.kind} ${item.where}`}
          dataSource={preview.data.items}
          columns={[
            { title: s.kind, render: (_, item) => s.kinds[item.kind as keyof typeof s.kinds] ?? item.kind },
            { title: s.where, render: (_, item) => <DigestText digest={item.where} /> },
            { title: s.digest, render: (_, item) => <DigestText digest={item.digest} /> },
            { title: s.bytes, align: 'right', render: (_, item) => <BytesText bytes={item.bytes} /> },
          ]}
        />
      )}
      <Form.Item
        name="reason"
        label={s.reason}
        rules={[{ required: true, message: common.act.required }]}
        className="sc-after-table"
      >
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}
