import { useEffect, useState } from 'react';
import { App, Button, Form, Input, Skeleton } from '#/base/web/antd.ts';
import type { Client } from '#/base/web/client.ts';
import { RemoteRefusal } from '#/base/web/client.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useClient } from '#/base/web/query.tsx';
import { ScanLog, type Taken, useScans } from '#/custody/web/door.ts';
import { taskPick } from '#/workflow/rules/api/tasks.ts';
import { captureOpen } from '../rules/api/captures.ts';
import { type Directory, canPickFolder, pickFolder } from './capture/folder.ts';
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
  const choose = async (): Promise<void> => {
    const picked = await pickFolder();
    if (picked !== null) setFolder(picked);
  };
  const { capture } = station;
  return (
    <>
      <PageHeader title={s.captureTitle} note={s.captureNote} />
      <div className="sc-capture-top">
        <section className="sc-card sc-pad">
          <Form layout="vertical" className="sc-capture-device">
            <Form.Item label={s.device} extra={s.deviceNote} htmlFor="imaging-device">
              <Input
                id="imaging-device"
                className="sc-num"
                maxLength={30}
                autoComplete="off"
                value={device}
                onChange={(event) => setDevice(event.target.value)}
              />
            </Form.Item>
          </Form>
          <ScanLog scans={scans} />
        </section>
        <section className="sc-card sc-pad">
          <h3>{s.folder}</h3>
          <p className="sc-capture-folder">
            {folder === null ? (canPickFolder() ? s.noFolder : s.folderUnsupported) : s.watching(folder.name)}
          </p>
          <div className="sc-capture-acts">
            {canPickFolder() && (
              <Button type={folder === null ? 'primary' : 'default'} onClick={() => void choose()}>
                {folder === null ? s.pickFolder : s.changeFolder}
              </Button>
            )}
            <AddFiles disabled={capture === null} onFiles={station.add} />
          </div>
        </section>
      </div>
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

/** The browser's own dialog: for a stick of the archive, or where no folder can be watched. */
function AddFiles({ disabled, onFiles }: { disabled: boolean; onFiles: (files: FileList) => void }) {
  const s = useStrings(strings);
  return (
    <label className={`sc-file-button${disabled ? ' sc-file-off' : ''}`}>
      {s.addFiles}
      <input
        type="file"
        multiple
        disabled={disabled}
        onChange={(event) => {
          if (event.target.files !== null && event.target.files.length > 0) onFiles(event.target.files);
          event.target.value = '';
        }}
      />
    </label>
  );
}

/** A slip that nobody has claimed yet is claimed by the same scan. */
async function openVolume(client: Client, code: string, device: string): Promise<Taken> {
  const input = { code, device };
  const open = async (): Promise<Taken> => {
    const answer = await client.call(captureOpen, { input });
    if (answer.state === 'pending') throw new Error('opening never waits for approval');
    return { code: answer.output.code, note: '' };
  };
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof RemoteRefusal) || error.problem.code !== 'not-claimed-for') throw error;
    await client.call(taskPick, { input: { code } });
    return open();
  }
}
