import { useEffect, useState } from 'react';
import { App, Form, Input } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { useView } from '#/base/web/query.tsx';
import { treatmentOpen, treatmentShow } from '../rules/api/treatments.ts';
import { openOrPick } from './begin.ts';
import { NotShown } from './NotShown.tsx';
import { strings } from './treat/strings.ts';
import { Treater } from './treat/Treater.tsx';
import { type Begin, useOpened } from './useOpened.ts';

/** The unit that is open at this desk: it is still there when the page is opened again. */
const openKey = 'shoucang.treatment';
/** Kept on this machine: it is the machine that is asked for. */
const deviceKey = 'shoucang.treatment.device';

/** While the machine works, and while it does not. */
const busyMs = 700;

/** 图像处理: the machine treats, a person confirms what it asks about, by the keyboard alone. */
export function TreatmentPage() {
  const s = useStrings(strings);
  const { message } = App.useApp();
  const { open, close } = useOpened(openKey, begin);
  const [device, setDevice] = useState(() => localStorage.getItem(deviceKey) ?? '');
  useEffect(() => localStorage.setItem(deviceKey, device.trim()), [device]);
  return open === null ? (
    <>
      <PageHeader title={s.title} note={s.note} />
      <section className="sc-card sc-pad">
        <Form layout="vertical" className="sc-treat-device">
          <Form.Item label={s.device} htmlFor="treatment-device">
            <Input
              id="treatment-device"
              className="sc-num"
              maxLength={30}
              autoComplete="off"
              placeholder={s.devicePlace}
              value={device}
              onChange={(event) => setDevice(event.target.value)}
            />
          </Form.Item>
        </Form>
      </section>
      <p className="sc-empty">{s.first}</p>
    </>
  ) : (
    <Opened
      key={open}
      unitId={open}
      device={device.trim()}
      onDone={(text) => {
        void message.success(text);
        close();
      }}
      onGone={close}
    />
  );
}

interface OpenedProps {
  unitId: string;
  device: string;
  onDone: (text: string) => void;
  onGone: () => void;
}

function Opened({ unitId, device, onDone, onGone }: OpenedProps) {
  const s = useStrings(strings);
  const [waiting, setWaiting] = useState(true);
  const show = useView(treatmentShow, { subject: unitId, input: {} }, waiting ? { every: busyMs } : {});
  const { data, problem, refetch } = show;
  useEffect(() => setWaiting((data?.waiting ?? 1) > 0 && problem === null), [data?.waiting, problem]);
  if (data !== undefined && problem === null) return <Treater unit={data} device={device} onDone={onDone} />;
  return (
    <NotShown
      title={s.title}
      note={s.note}
      first={s.first}
      problem={problem}
      onRetry={() => void refetch()}
      onGone={onGone}
    />
  );
}

const begin: Begin = (client, code) =>
  openOrPick(client, code, async () => {
    const answer = await client.call(treatmentOpen, { input: { code } });
    if (answer.state === 'pending') throw new Error('opening never waits for approval');
    return { taken: { code: answer.output.code, note: '' }, id: answer.output.unitId };
  });
