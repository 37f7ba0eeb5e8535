import { Select } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import type { OutputOf } from '#/base/rules/declare.ts';
import { stageNames } from '#/premises/rules/plan.ts';
import type { cabinetList } from '../rules/api/work.ts';
import { strings } from './strings.ts';

interface Props {
  cabinets: OutputOf<typeof cabinetList>['items'];
  value: string | null;
  onChange: (code: string) => void;
}

/** The cabinet into which the next scans go: chosen here, or by scanning its label. */
export function CabinetPick({ cabinets, value, onChange }: Props) {
  const s = useStrings(strings);
  const words = useWords();
  return (
    <div className="sc-project-pick">
      <label htmlFor="custody-cabinet">{s.theCabinet}</label>
      <Select<string | null>
        id="custody-cabinet"
        aria-label={s.theCabinet}
        placeholder={s.noCabinet}
        value={value}
        onChange={(code) => code !== null && onChange(code)}
        options={cabinets.map(({ code, stage, count }) => ({
          value: code,
          label: `${code} ${words(stageNames[stage])} · ${count}`,
        }))}
      />
    </div>
  );
}
