import { useState } from 'react';
import { Button, Skeleton } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useClient, useView } from '#/base/web/query.tsx';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import type { OutputOf } from '#/base/rules/declare.ts';
import { ProjectPick, ScanLog, useProjectPick, useScans } from '#/custody/web/door.ts';
import { pileKeep, taskPick } from '#/workflow/rules/api/tasks.ts';
import { deskList } from '../rules/api/entries.ts';
import { passNames } from '../rules/double-entry.ts';
import { Station } from './Station.tsx';
import { strings } from './strings.ts';

type Item = OutputOf<typeof deskList>['items'][number];

/** A sign of life, well before any claim runs out. */
const keepEvery = 5 * 60_000;

/** 著录工位: what he has claimed, one original of it open. */
export function DescribePage() {
  const s = useStrings(strings);
  const pick = useProjectPick();
  const { project } = pick;
  return (
    <>
      <PageHeader title={s.deskTitle} note={s.deskNote} />
      <ProjectPick pick={pick} />
      {project !== null && <ProjectDesk key={project.id} projectId={project.id} />}
    </>
  );
}

function ProjectDesk({ projectId }: { projectId: string }) {
  const s = useStrings(strings);
  const client = useClient();
  const { data, problem, refetch } = useView(deskList, { subject: projectId, input: {} });
  const [chosen, setChosen] = useState<string | null>(null);
  /** How often he asked for all of it again. */
  const [asked, setAsked] = useState(0);
  useView(pileKeep, { input: {} }, { every: keepEvery, enabled: (data?.items.length ?? 0) > 0 });
  const open = (originalId: string | null): void => {
    setAsked(0);
    setChosen(originalId);
  };
  const scans = useScans(true, async (text) => {
    const own = data?.items.find(({ code, slip }) => code === text || slip === text);
    if (own !== undefined) {
      open(own.originalId);
      return { code: own.code, note: s.opened };
    }
    const answer = await client.call(taskPick, { input: { code: text } });
    if (answer.state === 'pending') throw new Error('a claim never waits for approval');
    const { code, name } = answer.output;
    const now = await refetch();
    open(now.data?.items.find((item) => item.code === code)?.originalId ?? null);
    return { code, note: name };
  });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  const current = data.items.find(({ originalId }) => originalId === chosen);
  const again = (): void => {
    void refetch();
    setAsked((times) => times + 1);
  };
  const done = (): void => {
    open(null);
    void refetch();
  };
  return (
    <>
      <div className="sc-describe-top">
        <Claimed items={data.items} chosen={chosen} onChoose={open} />
        <div className="sc-describe-side">
          <Button onClick={again}>{s.refresh}</Button>
          <ScanLog scans={scans} />
        </div>
      </div>
      {current === undefined ? (
        data.items.length > 0 && <p className="sc-empty">{s.chooseOne}</p>
      ) : (
        <Station
          key={`${current.originalId}/${current.step}`}
          originalId={current.originalId}
          asked={asked}
          onDone={done}
        />
      )}
    </>
  );
}

function Claimed({
  items,
  chosen,
  onChoose,
}: {
  items: readonly Item[];
  chosen: string | null;
  onChoose: (originalId: string) => void;
}) {
  const s = useStrings(strings);
  const words = useWords();
  if (items.length === 0) return <p className="sc-empty">{s.claimedEmpty}</p>;
  return (
    <nav className="sc-describe-pile" aria-label={s.claimed}>
      <ul>
        {items.map((item) => (
          <li key={`${item.originalId}/${item.step}`}>
            <button
              type="button"
              disabled={item.halted}
              aria-current={item.originalId === chosen ? 'true' : undefined}
              onClick={() => onChoose(item.originalId)}
            >
              <b className="sc-num">{item.code}</b>
              <span>{words(passNames[item.pass])}</span>
              {item.halted ? (
                <StatusTag tone="alarm">{s.halted}</StatusTag>
              ) : item.round > 0 ? (
                <StatusTag tone="attention">{s.again(item.round)}</StatusTag>
              ) : item.open > 0 ? (
                <StatusTag tone="attention">{s.waiting(item.open)}</StatusTag>
              ) : (
                <span className="sc-faint">
                  {item.originalId === chosen ? s.opened : s.entriesOf(item.typed, item.entries)}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
