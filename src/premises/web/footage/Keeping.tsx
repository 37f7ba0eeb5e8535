import { useState } from 'react';
import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import { Button, Form, Input, Select } from '#/base/web/antd.ts';
import { BytesText } from '#/base/web/BytesText.tsx';
import { DigestText } from '#/base/web/DigestText.tsx';
import { ReasonField, reasonOf } from '#/base/web/fields/ReasonField.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { PrintViewDrawer } from '#/base/web/PrintPreview.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import {
  footageDeletionList,
  footageHandOver,
  footageHandoverList,
  footageHandoverPrint,
  footageHoldLift,
  footageHoldList,
  footageHoldPlace,
} from '../../rules/api/footage-keeping.ts';
import type { Month } from './FootagePage.tsx';
import { HandoverForm } from './HandoverForm.tsx';
import { MomentField } from './MomentField.tsx';
import { strings } from './strings.ts';

type Cameras = Month['cameras'];

const num = (text: string | number) => <span className="sc-num">{text}</span>;

/** 录像移交 from a vendor's site (4.3-5). */
export function Handovers({ cameras }: { cameras: Cameras }) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const [receiving, setReceiving] = useState(false);
  const [printing, setPrinting] = useState<string | null>(null);
  return (
    <>
      <DataTable
        tableKey="premises.footage-handovers"
        view={footageHandoverList}
        rowKey={(row) => row.id}
        actions={permitted(footageHandOver.name) && <Button onClick={() => setReceiving(true)}>{s.receive}</Button>}
        columns={[
          { key: 'number', title: s.number, always: true, render: (row) => num(row.number) },
          { key: 'medium', title: s.medium, always: true, render: (row) => row.mediumNumber },
          { key: 'files', title: s.fileCount, align: 'right', render: (row) => num(row.files) },
          { key: 'bytes', title: s.size, align: 'right', render: (row) => <BytesText bytes={row.bytes} /> },
          { key: 'handed', title: s.handedBy, render: (row) => row.handedBy.name },
          { key: 'received', title: s.receivedBy, render: (row) => row.receivedBy.name },
          { key: 'at', title: s.receivedAt, render: (row) => <TimeText at={row.receivedAt} /> },
          { key: 'remark', title: s.remark, render: (row) => row.remark || '—' },
        ]}
        {...(permitted(footageHandoverPrint.name) && {
          rowActions: (row: { id: string }) => (
            <Button type="link" size="small" onClick={() => setPrinting(row.id)}>
              {s.print}
            </Button>
          ),
        })}
        empty={s.noHandovers}
      />
      <HandoverForm open={receiving} cameras={cameras} onClose={() => setReceiving(false)} />
      <PrintViewDrawer view={footageHandoverPrint} subject={printing} onClose={() => setPrinting(null)} />
    </>
  );
}

/** 查证保留: what stays whatever its age (4.3-6). */
export function Holds({ cameras }: { cameras: Cameras }) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const [placing, setPlacing] = useState(false);
  return (
    <>
      <DataTable
        tableKey="premises.footage-holds"
        view={footageHoldList}
        rowKey={(row) => row.id}
        actions={permitted(footageHoldPlace.name) && <Button onClick={() => setPlacing(true)}>{s.placeHold}</Button>}
        columns={[
          { key: 'camera', title: s.camera, always: true, render: (row) => row.camera?.code ?? s.allCameras },
          { key: 'from', title: s.from, render: (row) => <TimeText at={row.from} precision="second" /> },
          { key: 'to', title: s.to, render: (row) => <TimeText at={row.to} precision="second" /> },
          { key: 'reason', title: s.reason, render: (row) => <span className="sc-long">{row.reason}</span> },
          {
            key: 'state',
            title: s.state,
            always: true,
            render: (row) => (
              <StatusTag tone={row.liftedAt === null ? 'active' : 'off'}>
                {row.liftedAt === null ? s.inForce : s.lifted}
              </StatusTag>
            ),
          },
          { key: 'by', title: s.placedBy, render: (row) => row.placedBy.name },
        ]}
        rowActions={(row, refresh) =>
          row.liftedAt === null &&
          permitted(footageHoldLift.name) && (
            <ConfirmAct
              decl={footageHoldLift}
              subject={row.id}
              version={row.version}
              toInput={reasonOf}
              question={s.liftQuestion}
              fields={<ReasonField />}
              button={{ type: 'link', size: 'small' }}
              onReload={refresh}
            >
              {s.lift}
            </ConfirmAct>
          )
        }
        empty={s.noHolds}
      />
      <HoldForm open={placing} cameras={cameras} onClose={() => setPlacing(false)} />
    </>
  );
}

interface Held {
  cameraId?: string | null;
  from: string;
  to: string;
  reason: string;
}

function HoldForm({ open, cameras, onClose }: { open: boolean; cameras: Cameras; onClose: () => void }) {
  const s = useStrings(strings);
  return (
    <FormDrawer
      decl={footageHoldPlace}
      open={open}
      onClose={onClose}
      toInput={({ cameraId, ...values }: Held) => ({ ...values, cameraId: cameraId ?? null })}
    >
      <Form.Item name="cameraId" label={s.camera}>
        <Select
          allowClear
          placeholder={s.allCameras}
          options={cameras.map(({ id, code }) => ({ value: id, label: code }))}
        />
      </Form.Item>
      <div className="sc-form-pair">
        <MomentField name="from" label={s.from} />
        <MomentField name="to" label={s.to} />
      </div>
      <Form.Item name="reason" label={s.reason} rules={[{ required: true, whitespace: true, message: s.required }]}>
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </FormDrawer>
  );
}

/** 录像删除记录: what is left of footage that went (4.3-8). */
export function Deletions() {
  const s = useStrings(strings);
  return (
    <DataTable
      tableKey="premises.footage-deletions"
      view={footageDeletionList}
      rowKey={(row) => row.id}
      columns={[
        { key: 'number', title: s.number, always: true, render: (row) => num(row.number) },
        { key: 'camera', title: s.camera, always: true, render: (row) => row.camera.code },
        { key: 'from', title: s.from, render: (row) => <TimeText at={row.from} /> },
        { key: 'to', title: s.to, render: (row) => <TimeText at={row.to} /> },
        { key: 'pieces', title: s.pieceCount, align: 'right', render: (row) => num(row.pieces) },
        { key: 'bytes', title: s.size, align: 'right', render: (row) => <BytesText bytes={row.bytes} /> },
        { key: 'reason', title: s.reason, render: (row) => <span className="sc-long">{row.reason}</span> },
        { key: 'asked', title: s.requestedBy, render: (row) => row.requestedBy.name },
        { key: 'agreed', title: s.approvedBy, render: (row) => row.approvedBy.name },
        { key: 'at', title: s.deletedAt, render: (row) => <TimeText at={row.deletedAt} /> },
        {
          key: 'state',
          title: s.state,
          render: (row) => (
            <StatusTag tone={row.erased ? 'done' : 'active'}>{row.erased ? s.erased : s.erasing}</StatusTag>
          ),
        },
        { key: 'digest', title: s.digest, render: (row) => <DigestText digest={row.digest} /> },
      ]}
      empty={s.noDeletions}
    />
  );
}
