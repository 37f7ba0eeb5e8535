import { SelectView } from '#/base/web/SelectView.tsx';
import { personNames } from '../../rules/api/people.ts';

interface Props {
  id?: string;
  value?: string | null;
  onChange?: (value: string | string[] | null) => void;
  'aria-label'?: string;
}

/** A person by name; the party tells two of one name apart. */
export function PersonSelect(control: Props) {
  return (
    <SelectView
      {...control}
      view={personNames}
      input={{}}
      search={(text) => ({ text })}
      option={(row) => ({ value: row.id, label: row.name, note: row.party })}
    />
  );
}
