import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { projectList } from '#/engagement/rules/api/projects.ts';
import { Select } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { strings } from './strings.ts';

/** The project whose originals are looked at; to begin with that of the address, or the newest that is open. */
export function useProjectPick() {
  const [params] = useSearchParams();
  const asked = params.get('project');
  const { data, problem, refetch } = useView(projectList, { input: {} });
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => setChosen(null), [asked]);
  const items = data?.items ?? [];
  const first =
    items.find(({ id }) => id === asked)?.id ?? (items.find(({ state }) => state === 'open') ?? items[0])?.id ?? null;
  useEffect(() => {
    if (chosen === null && first !== null) setChosen(first);
  }, [chosen, first]);
  const project = items.find(({ id }) => id === chosen) ?? null;
  return {
    project,
    items,
    choose: setChosen,
    problem,
    again: () => void refetch(),
    empty: data !== undefined && items.length === 0,
  };
}

export function ProjectPick({ pick }: { pick: ReturnType<typeof useProjectPick> }) {
  const s = useStrings(strings);
  return (
    <>
      <ProblemAlert problem={pick.problem} onRetry={pick.again} />
      {pick.empty ? (
        <p className="sc-empty">{s.noProject}</p>
      ) : (
        <div className="sc-project-pick">
          <label htmlFor="custody-project">{s.project}</label>
          <Select
            id="custody-project"
            aria-label={s.project}
            value={pick.project?.id ?? null}
            onChange={(id: string | null) => pick.choose(id)}
            options={pick.items.map(({ id, number, name }) => ({ value: id, label: `${number} ${name}` }))}
          />
        </div>
      )}
    </>
  );
}
