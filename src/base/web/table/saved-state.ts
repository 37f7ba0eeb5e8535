/** Columns and filters that a person keeps for one table, in this browser. */
import { useState } from 'react';
import { Form, type FormInstance } from '../antd.ts';
import { remember, remembered } from '../preferences.ts';
import { useSession } from '../session.ts';
import { defaultColumns, readColumns, type ColumnState, type DataColumn } from './columns.ts';
import { filtersToKeep, readSavedFilters, type FilterField, type FilterValues } from './filters.ts';
import type { ColumnSettingsProps, SavedFiltersProps } from './Toolbar.tsx';

export function useColumnSettings(tableKey: string, columns: readonly DataColumn<never>[]): ColumnSettingsProps {
  const { person } = useSession();
  const key = `columns.${person.id}.${tableKey}`;
  const [state, setState] = useState<ColumnState>(() => readColumns(columns, remembered(key)));
  const onChange = (next: ColumnState): void => {
    remember(key, next);
    setState(next);
  };
  return { columns, state, onChange, onReset: () => onChange(defaultColumns(columns)) };
}

interface Filtering {
  form: FormInstance;
  values: FilterValues;
  setValues: (values: FilterValues) => void;
  saved: Omit<SavedFiltersProps, 'onApply'>;
}

export function useFiltering(tableKey: string, fields: readonly FilterField[], initial: FilterValues): Filtering {
  const { person } = useSession();
  const key = `filters.${person.id}.${tableKey}`;
  const [form] = Form.useForm();
  const [values, setValues] = useState(initial);
  const [saved, setSaved] = useState(() => readSavedFilters(remembered(key)));
  const change = (next: typeof saved): void => {
    remember(key, next);
    setSaved(next);
  };
  const others = (name: string): typeof saved => saved.filter((one) => one.name !== name);
  return {
    form,
    values,
    setValues,
    saved: {
      saved,
      onSave: (name) =>
        change([...others(name), { name, values: filtersToKeep(fields, form.getFieldsValue() as FilterValues) }]),
      onRemove: (name) => change(others(name)),
    },
  };
}
