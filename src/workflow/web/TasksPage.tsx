import { useState } from 'react';
import { App, Button, Skeleton } from '#/base/web/antd.ts';
import type { Client } from '#/base/web/client.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { ModePick } from '#/base/web/ModePick.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useClient, useView } from '#/base/web/query.tsx';
import { ProjectPick, ScanLog, type Taken, useProjectPick, useScans } from '#/custody/web/door.ts';
import { pileKeep, pileShow, taskPick, taskSubmit } from '../rules/api/tasks.ts';
import { DeviceField, PileTable } from './Pile.tsx';
import { SendBackForm } from './SendBackForm.tsx';
import { StepCards } from './StepCards.tsx';
import { strings } from './strings.ts';
import type { Pile, PileItem } from './pile-types.ts';

const modes = ['pick', 'submit'] as const;
type Mode = (typeof modes)[number];

/** A sign of life, well before any lease runs out. */
const keepEvery = 5 * 60_000;

/** 任务 (5.6-2): one's own pile, by the scanner or the keyboard alone. */
export function TasksPage() {
  const s = useStrings(strings);
  const pick = useProjectPick();
  const { project } = pick;
  return (
    <>
      <PageHeader title={s.tasksTitle} note={s.tasksNote} />
      <ProjectPick pick={pick} />
      {project !== null && <ProjectTasks key={project.id} projectId={project.id} />}
    </>
  );
}

function ProjectTasks({ projectId }: { projectId: string }) {
  const s = useStrings(strings);
  const { data, problem, refetch } = useView(pileShow, { subject: projectId, input: {} });
  useView(pileKeep, { input: {} }, { every: keepEvery, enabled: (data?.items.length ?? 0) > 0 });
  const again = (): void => void refetch();
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={again} />;
  if (data === undefined) return <Skeleton active />;
  if (data.steps.length === 0) return <p className="sc-empty">{s.noSteps}</p>;
  return <Desk pile={data} projectId={projectId} onChange={again} />;
}

function Desk({ pile, projectId, onChange }: { pile: Pile; projectId: string; onChange: () => void }) {
  const s = useStrings(strings);
  const { message } = App.useApp();
  const [mode, setMode] = useState<Mode>('pick');
  const [device, setDevice] = useState('');
  const [back, setBack] = useState<PileItem | null>(null);
  const client = useClient();
  const scans = useScans(back === null, async (code) => {
    const taken = await (mode === 'pick' ? pickOne(client, code) : submitOne(client, projectId, pile, code, device));
    onChange();
    return { ...taken, note: `${s.modes[mode]} · ${taken.note}` };
  });
  const told = (text: string): void => void message.success(text);
  return (
    <>
      <div className="sc-flow-top">
        <section className="sc-card sc-pad">
          <h3>{s.scanModes}</h3>
          <ModePick
            label={s.scanModes}
            modes={modes}
            names={s.modes}
            notes={s.modeNotes}
            current={mode}
            onChange={setMode}
          />
          <DeviceField pile={pile} value={device} onChange={setDevice} />
          <ScanLog scans={scans} />
        </section>
        <section className="sc-card sc-pad">
          <h3>{s.mySteps}</h3>
          <StepCards pile={pile} projectId={projectId} device={device} onTold={told} />
          <p className="sc-faint">{s.today(pile.today.tasks, pile.today.pages, pile.today.a4)}</p>
        </section>
      </div>
      <section className="sc-card sc-pad sc-flow-part">
        <div className="sc-flow-head">
          <h3>{s.myPile}</h3>
          <Button onClick={onChange}>{s.refresh}</Button>
        </div>
        <PileTable pile={pile} projectId={projectId} device={device} onBack={setBack} onTold={told} />
      </section>
      <SendBackForm item={back} projectId={projectId} onClose={() => setBack(null)} />
    </>
  );
}

async function pickOne(client: Client, text: string): Promise<Taken> {
  const answer = await client.call(taskPick, { input: { code: text } });
  if (answer.state === 'pending') throw new Error('a claim never waits for approval');
  return { code: answer.output.code, note: answer.output.name };
}

/** The step that he has claimed of what was scanned. */
async function submitOne(client: Client, projectId: string, pile: Pile, text: string, device: string): Promise<Taken> {
  const own = pile.items.find(({ code, slip }) => code === text || slip === text);
  // What he has not claimed is refused, in the words for it.
  const step = own?.step ?? pile.items[0]?.step ?? pile.steps[0]?.key ?? '';
  const line = pile.steps.find(({ key }) => key === step);
  const input = { step, codes: [text], device: line?.needsDevice === true ? device.trim() || null : null };
  const answer = await client.call(taskSubmit, { subject: projectId, input });
  if (answer.state === 'pending') throw new Error('a submission never waits for approval');
  return { code: own?.code ?? text, note: line?.name ?? step };
}
