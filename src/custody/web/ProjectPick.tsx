import { useEffect, useState } from 'react';
import { projectList } from '#/engagement/rules/api/projects.ts';
import { Select } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { strings } from './strings.ts';

/** The project whose originals are looked at; the newest that is open to begin with. */
export function useProjectPick() {
  const { data, problem, refetch } = useView(projectList, { input: {} });
  const [chosen, setChosen] = useState<string | null>(null);
  const items = data?.items ?? [];
  const first = (items.find(({ state }) => state === 'open') ?? items[0])?.id ?? null;
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
