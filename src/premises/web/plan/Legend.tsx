import type { ReactNode } from 'react';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { fixtureKinds, fixtureNames, stageNames, stages } from '../../rules/plan.ts';
import { strings } from './strings.ts';
import { CameraSymbol, FixtureSymbol, UncoveredMark } from './symbols.tsx';

/** What each shape means. */
export function Legend() {
  const s = useStrings(strings);
  const words = useWords();
  return (
    <ul className="sc-plan-legend" aria-label={s.legend}>
      {fixtureKinds
        .filter((kind) => kind !== 'cabinet')
        .map((kind) => (
          <Entry key={kind} name={words(fixtureNames[kind])}>
            <FixtureSymbol kind={kind} stage={null} />
          </Entry>
        ))}
      {stages.map((stage) => (
        <Entry key={stage} name={`${words(fixtureNames.cabinet)} · ${words(stageNames[stage])}`}>
          <FixtureSymbol kind="cabinet" stage={stage} />
        </Entry>
      ))}
      <Entry name={s.camera}>
        <CameraSymbol direction={0} />
      </Entry>
      <Entry name={s.sight}>
        <path d="M-11 0L9 -10A22 22 0 0 1 9 10Z" className="sc-plan-sight" />
      </Entry>
      <Entry name={s.uncoveredMark} red>
        <g transform="translate(-11 12)">
          <UncoveredMark />
        </g>
      </Entry>
    </ul>
  );
}

function Entry({ name, red = false, children }: { name: string; red?: boolean; children: ReactNode }) {
  return (
    <li className={red ? 'sc-plan-uncovered' : ''}>
      <svg viewBox="-13 -13 26 26" width={20} height={20} aria-hidden="true">
        {children}
      </svg>
      {name}
    </li>
  );
}
