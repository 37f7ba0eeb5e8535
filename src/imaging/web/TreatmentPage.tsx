import { useEffect, useState } from 'react';
import { App, Form, Input, Skeleton } from '#/base/web/antd.ts';
import type { Client } from '#/base/web/client.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useClient, useView } from '#/base/web/query.tsx';
import { type Taken, useScans } from '#/custody/web/door.ts';
import { treatmentOpen, treatmentShow } from '../rules/api/treatments.ts';
import { openOrPick } from './begin.ts';
import { strings } from './treat/strings.ts';
import { Treater } from './treat/Treater.tsx';

/** The unit that is open at this desk: it is still there when the page is opened again. */
const openKey = 'shoucang.treatment';
/** Kept on this machine: it is the machine that is asked for. */
const deviceKey = 'shoucang.treatment.device';

/** While the machine works, and while it does not. */
const busyMs = 700;

/** 图像处理: the machine treats, a person confirms what it asks about, by the keyboard alone. */
export function TreatmentPage() {
  const s = useStrings(strings);
  const client = useClient();
  const { message } = App.useApp();
  const [open, setOpen] = useState<string | null>(() => sessionStorage.getItem(openKey));
  const [device, setDevice] = useState(() => localStorage.getItem(deviceKey) ?? '');
  useEffect(() => localStorage.setItem(deviceKey, device.trim()), [device]);
  const keep = (id: string | null): void => {
    if (id === null) sessionStorage.removeItem(openKey);
    else sessionStorage.setItem(openKey, id);
    setOpen(id);
  };
  useScans(true, async (code) => {
    const { taken, id } = await begin(client, code);
    keep(id);
    return taken;
  });
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
        keep(null);
      }}
      onGone={() => keep(null)}
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
    <>
      <PageHeader title={s.title} note={s.note} />
      {problem === null ? (
        <Skeleton active />
      ) : (
        <>
          <ProblemAlert problem={problem} onRetry={() => void refetch()} />
          {/* Submitted, taken back or halted: the next slip begins anew. */}
          <p className="sc-empty">
            <button type="button" className="sc-link" onClick={onGone}>
              {s.first}
            </button>
          </p>
        </>
      )}
    </>
  );
}

const begin = (client: Client, code: string): Promise<{ taken: Taken; id: string }> =>
  openOrPick(client, code, async () => {
    const answer = await client.call(treatmentOpen, { input: { code } });
    if (answer.state === 'pending') throw new Error('opening never waits for approval');
    return { taken: { code: answer.output.code, note: '' }, id: answer.output.unitId };
  });
