import { useState } from 'react';
import type { OutputOf } from '#/base/rules/declare.ts';
import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import { Button, Form, Input, Select, Table } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { photoDeviceList, photoDeviceRegister, photoDeviceRetire } from '../../rules/api/photo-devices.ts';
import { photoDeviceKinds, photoDeviceNames, type PhotoDeviceKind } from '../../rules/photo-device.ts';
import { strings } from './strings.ts';

type Device = OutputOf<typeof photoDeviceList>['devices'][number];

/** 拍照设备: what photographs in the room may be taken with (4.6-3). */
export function PhotoDevices() {
  const s = useStrings(strings);
  const words = useWords();
  const permitted = usePermitted();
  const [adding, setAdding] = useState(false);
  const { data, problem, refetch } = useView(photoDeviceList, {});
  return (
    <>
      <ProblemAlert problem={problem} onRetry={() => void refetch()} />
      {permitted(photoDeviceRegister.name) && (
        <div className="sc-above-table">
          <Button onClick={() => setAdding(true)}>{s.addDevice}</Button>
        </div>
      )}
      <Table<Device>
        size="small"
        rowKey="id"
        dataSource={data?.devices ?? []}
        pagination={false}
        locale={{ emptyText: s.noDevices }}
        columns={[
          { title: s.deviceCode, dataIndex: 'code' },
          { title: s.deviceKind, render: (_, { kind }) => words(photoDeviceNames[kind]) },
          { title: s.deviceModel, dataIndex: 'model' },
          {
            title: '',
            key: 'acts',
            align: 'right',
            render: (_, { id, version }) =>
              permitted(photoDeviceRetire.name) && (
                <ConfirmAct
                  decl={photoDeviceRetire}
                  subject={id}
                  version={version}
                  toInput={() => ({})}
                  question={s.retireDeviceQuestion}
                  button={{ type: 'link', size: 'small', danger: true }}
                  onReload={() => void refetch()}
                >
                  {s.retireDevice}
                </ConfirmAct>
              ),
          },
        ]}
      />
      <DeviceForm open={adding} onClose={() => setAdding(false)} />
    </>
  );
}

interface Values {
  code: string;
  kind: PhotoDeviceKind;
  model: string;
}

function DeviceForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const s = useStrings(strings);
  const words = useWords();
  const required = [{ required: true, message: s.required }];
  return (
    <FormDrawer decl={photoDeviceRegister} open={open} onClose={onClose} toInput={(values: Values) => values}>
      <Form.Item name="code" label={s.deviceCode} rules={required}>
        <Input maxLength={30} autoComplete="off" />
      </Form.Item>
      <Form.Item name="kind" label={s.deviceKind} rules={required}>
        <Select options={photoDeviceKinds.map((value) => ({ value, label: words(photoDeviceNames[value]) }))} />
      </Form.Item>
      <Form.Item name="model" label={s.deviceModel} rules={required}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
    </FormDrawer>
  );
}
