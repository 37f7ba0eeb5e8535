import { useState } from 'react';
import { Select } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { useView } from '#/base/web/query.tsx';
import { strings as shell } from '#/base/web/strings.ts';
import { matrixShow } from '../../rules/api/people.ts';

interface Props {
  id?: string;
  value?: string;
  onChange?: (value: string | undefined) => void;
}

/** An act by its name. The list is read, and so recorded, once somebody looks at it. */
export function ActSelect({ onChange, ...control }: Props) {
  const s = useStrings(shell).table;
  const words = useWords();
  const [opened, setOpened] = useState(false);
  const matrix = useView(matrixShow, {}, { enabled: opened });
  return (
    <Select
      {...control}
      {...(onChange && { onChange })}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={s.any}
      loading={matrix.isFetching}
      popupMatchSelectWidth={260}
      onOpenChange={(open) => {
        if (open) setOpened(true);
      }}
      options={(matrix.data?.rows ?? []).map((row) => ({ value: row.name, label: words(row.label) }))}
    />
  );
}
