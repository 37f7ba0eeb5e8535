import { useEffect, useState } from 'react';
import { App, Form, Input, Skeleton } from '#/base/web/antd.ts';
import type { Client } from '#/base/web/client.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useClient } from '#/base/web/query.tsx';
import { ScanLog, type Taken, useScans } from '#/custody/web/door.ts';
import { captureOpen } from '../rules/api/captures.ts';
import { openOrPick } from './begin.ts';
import type { Directory } from './capture/folder.ts';
import { FolderPick } from './capture/FolderPick.tsx';
import { useStation } from './capture/useStation.ts';
import { OpenVolume } from './capture/OpenVolume.tsx';
import { strings } from './strings.ts';

/** Kept on this machine: the scanner stays where it stands. */
const deviceKey = 'shoucang.capture.device';

/** 扫描工位: a slip opens an original, and what the scanner writes becomes its images. */
export function CapturePage() {
  const s = useStrings(strings);
  const client = useClient();
  const { message } = App.useApp();
  const [device, setDevice] = useState(() => localStorage.getItem(deviceKey) ?? '');
  const [folder, setFolder] = useState<Directory | null>(null);
  const station = useStation(folder);
  useEffect(() => localStorage.setItem(deviceKey, device.trim()), [device]);
  const scans = useScans(true, async (code) => {
    const taken = await openVolume(client, code, device.trim());
    station.refresh();
    return taken;
  });
  const { capture } = station;
  return (
    <>
      <PageHeader title={s.captureTitle} note={s.captureNote} />
      <section className="sc-card sc-pad sc-capture-top">
        <Form layout="vertical" className="sc-capture-device">
          <Form.Item label={s.device} htmlFor="imaging-device">
            <Input
              id="imaging-device"
              className="sc-num"
              maxLength={30}
              autoComplete="off"
              placeholder={s.deviceNote}
              value={device}
              onChange={(event) => setDevice(event.target.value)}
            />
          </Form.Item>
        </Form>
        <FolderPick folder={folder} onFolder={setFolder} onFiles={capture === null ? null : station.add} />
        <ScanLog scans={scans} />
      </section>
      <ProblemAlert problem={station.problem} onRetry={station.refresh} />
      {station.loading ? (
        <Skeleton active />
      ) : capture === null ? (
        station.problem === null && <p className="sc-empty">{device.trim() === '' ? s.deviceFirst : s.openFirst}</p>
      ) : (
        <OpenVolume
          key={capture.id}
          capture={capture}
          station={station}
          device={device.trim()}
          onTold={(text) => void message.success(text)}
        />
      )}
    </>
  );
}

const openVolume = (client: Client, code: string, device: string): Promise<Taken> =>
  openOrPick(client, code, async () => {
    const answer = await client.call(captureOpen, { input: { code, device } });
    if (answer.state === 'pending') throw new Error('opening never waits for approval');
    return { code: answer.output.code, note: '' };
  });
