import { useState } from 'react';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { Button, Checkbox, Form, Input, Space } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { PrintViewDrawer } from '#/base/web/PrintPreview.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag, type Tone } from '#/base/web/StatusTag.tsx';
import type { DataColumn } from '#/base/web/table/columns.ts';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import {
  deviceAdmit,
  deviceList,
  devicePrint,
  deviceRegister,
  deviceSuspend,
  deviceWithdraw,
  wirelessSeal,
} from '../rules/api/devices.ts';
import {
  deviceKindNames,
  deviceOwnerNames,
  deviceOwners,
  type DeviceState,
  deviceStateNames,
  deviceStates,
  wirelessWayNames,
} from '../rules/device.ts';
import { AdmitForm } from './AdmitForm.tsx';
import { DeviceCard } from './DeviceCard.tsx';
import { RegisterForm } from './RegisterForm.tsx';
import { SealForm } from './SealForm.tsx';
import { strings } from './strings.ts';

type Device = RowOf<typeof deviceList>;

const tones: Record<DeviceState, Tone> = {
  registered: 'attention',
  admitted: 'done',
  suspended: 'alarm',
  withdrawn: 'off',
};

/** 加工设备 (4.5, 5.1): the register, with what is done to a device in each state. */
export function DevicesPage() {
  const s = useStrings(strings);
  const words = useWords();
  const permitted = usePermitted();
  const [registering, setRegistering] = useState(false);
  const [sealing, setSealing] = useState<Device | null>(null);
  const [admitting, setAdmitting] = useState<Device | null>(null);
  const [printing, setPrinting] = useState<string | null>(null);
  return (
    <>
      <PageHeader
        title={words(deviceList.label)}
        note={s.note}
        actions={
          permitted(deviceRegister.name) && (
            <Button type="primary" onClick={() => setRegistering(true)}>
              {s.register}
            </Button>
          )
        }
      />
      <DataTable
        tableKey="equipment.devices"
        view={deviceList}
        rowKey={(row) => row.id}
        filters={[
          { kind: 'text', name: 'text', label: s.search },
          {
            kind: 'choice',
            name: 'state',
            label: s.state,
            options: deviceStates.map((value) => ({ value, label: words(deviceStateNames[value]) })),
          },
          {
            kind: 'choice',
            name: 'owner',
            label: s.owner,
            options: deviceOwners.map((value) => ({ value, label: words(deviceOwnerNames[value]) })),
          },
        ]}
        columns={useColumns()}
        rowActions={(row) => (
          <Actions
            device={row}
            onSeal={() => setSealing(row)}
            onAdmit={() => setAdmitting(row)}
            onPrint={() => setPrinting(row.id)}
          />
        )}
        detail={{ title: (row) => s.card(row.code), body: (row) => <DeviceCard id={row.id} />, size: 720 }}
        empty={s.empty}
      />
      <RegisterForm open={registering} onClose={() => setRegistering(false)} />
      <SealForm device={sealing} onClose={() => setSealing(null)} />
      <AdmitForm device={admitting} onClose={() => setAdmitting(null)} />
      <PrintViewDrawer view={devicePrint} subject={printing} onClose={() => setPrinting(null)} />
    </>
  );
}

function useColumns(): DataColumn<Device>[] {
  const s = useStrings(strings);
  const words = useWords();
  return [
    { key: 'code', title: s.code, always: true, render: (row) => <span className="sc-num">{row.code}</span> },
    { key: 'kind', title: s.kind, render: (row) => words(deviceKindNames[row.kind]) },
    { key: 'model', title: s.model, render: (row) => row.model },
    { key: 'serial', title: s.serial, render: (row) => <span className="sc-num">{row.serial}</span>, hidden: true },
    { key: 'owner', title: s.owner, render: (row) => words(deviceOwnerNames[row.owner]) },
    {
      key: 'seal',
      title: s.sealing,
      always: true,
      render: ({ seal }) =>
        seal === null ? (
          <StatusTag tone="alarm">{s.notSealed}</StatusTag>
        ) : (
          `${words(wirelessWayNames[seal.way])}${seal.sealNumber === null ? '' : ` ${seal.sealNumber}`}`
        ),
    },
    {
      key: 'state',
      title: s.state,
      always: true,
      render: (row) => <StatusTag tone={tones[row.state]}>{words(deviceStateNames[row.state])}</StatusTag>,
    },
    { key: 'terminal', title: s.terminal, render: (row) => row.terminal?.name ?? '—' },
    { key: 'domestic', title: s.domestic, render: (row) => (row.domestic ? s.yes : s.no), hidden: true },
    { key: 'holds', title: s.holdsData, render: (row) => (row.holdsData ? s.yes : s.no), hidden: true },
    { key: 'remark', title: s.remark, render: (row) => row.remark || '—', hidden: true },
  ];
}

interface ActionsProps {
  device: Device;
  onSeal: () => void;
  onAdmit: () => void;
  onPrint: () => void;
}

function Actions({ device, onSeal, onAdmit, onPrint }: ActionsProps) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const { state, seal } = device;
  const idle = state === 'registered' || state === 'suspended';
  return (
    <Space size={4}>
      {permitted(wirelessSeal.name) && idle && seal === null && (
        <Button type="link" size="small" onClick={onSeal}>
          {s.seal}
        </Button>
      )}
      {permitted(deviceAdmit.name) && idle && seal !== null && (
        <Button type="link" size="small" onClick={onAdmit}>
          {s.admit}
        </Button>
      )}
      {permitted(devicePrint.name) && (
        <Button type="link" size="small" onClick={onPrint}>
          {s.print}
        </Button>
      )}
      {permitted(deviceSuspend.name) && state === 'admitted' && <Suspend device={device} />}
      {permitted(deviceWithdraw.name) && state !== 'withdrawn' && <Withdraw device={device} />}
    </Space>
  );
}

function Reason() {
  const s = useStrings(strings);
  return (
    <Form.Item name="reason" label={s.reason} rules={[{ required: true, whitespace: true, message: s.required }]}>
      <Input.TextArea rows={2} maxLength={300} />
    </Form.Item>
  );
}

function Suspend({ device: { id, version, code } }: { device: Device }) {
  const s = useStrings(strings);
  return (
    <ConfirmAct
      decl={deviceSuspend}
      subject={id}
      version={version}
      toInput={({ reason, sealBroken = false }: { reason: string; sealBroken?: boolean }) => ({ reason, sealBroken })}
      question={s.suspendQuestion(code)}
      fields={
        <>
          <Reason />
          <Form.Item name="sealBroken" valuePropName="checked">
            <Checkbox>{s.sealBroken}</Checkbox>
          </Form.Item>
        </>
      }
      button={{ type: 'link', size: 'small', danger: true }}
    >
      {s.suspend}
    </ConfirmAct>
  );
}

function Withdraw({ device: { id, version, code } }: { device: Device }) {
  const s = useStrings(strings);
  return (
    <ConfirmAct
      decl={deviceWithdraw}
      subject={id}
      version={version}
      toInput={({ reason }: { reason: string }) => ({ reason })}
      question={s.withdrawQuestion(code)}
      fields={<Reason />}
      button={{ type: 'link', size: 'small', danger: true }}
    >
      {s.withdraw}
    </ConfirmAct>
  );
}
