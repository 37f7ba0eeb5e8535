import { useState } from 'react';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Button, Form, Input } from '#/base/web/antd.ts';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { type backupList, restoreDrillRecord } from '../../rules/api/backup.ts';
import { strings } from './strings.ts';

interface Values {
  drilledOn: string;
  machine: string;
  report: string;
  remarks?: string;
}

/** 登记恢复演练: what `npm run restore` found on another machine. */
export function RecordDrill({ backup }: { backup: RowOf<typeof backupList> }) {
  const s = useStrings(strings).backups;
  const [open, setOpen] = useState(false);
  const required = [{ required: true, message: s.required }];
  if (backup.state !== 'done' && backup.state !== 'removed') return null;
  return (
    <>
      <Button type="link" size="small" onClick={() => setOpen(true)}>
        {s.record}
      </Button>
      <FormDrawer
        decl={restoreDrillRecord}
        subject={backup.id}
        open={open}
        onClose={() => setOpen(false)}
        size={600}
        toInput={({ remarks, ...values }: Values) => ({ ...values, remarks: remarks ?? '' })}
      >
        <p className="sc-question">
          {backup.targetName} · <code>{backup.folder}</code>
        </p>
        <Form.Item name="drilledOn" label={s.drilledOn} rules={required}>
          <DayPicker notAfterToday />
        </Form.Item>
        <Form.Item name="machine" label={s.machine} extra={s.machineNote} rules={required}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name="report" label={s.report} extra={s.reportNote} rules={required}>
          <Input.TextArea rows={6} className="sc-mono" maxLength={20_000} spellCheck={false} />
        </Form.Item>
        <Form.Item name="remarks" label={s.remarks}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </FormDrawer>
    </>
  );
}
