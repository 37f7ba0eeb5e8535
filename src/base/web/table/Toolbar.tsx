import {
  ColumnHeightOutlined,
  DeleteOutlined,
  DownOutlined,
  FilterOutlined,
  FullscreenExitOutlined,
  FullscreenOutlined,
  ReloadOutlined,
  SettingOutlined,
  UpOutlined,
} from '@ant-design/icons';
import { useState, type ReactNode } from 'react';
import { Button, Checkbox, Input, Popover, Tooltip } from '../antd.ts';
import { useDensity } from '../density.tsx';
import { useStrings } from '../locale.tsx';
import { strings } from '../strings.ts';
import { moveColumn, toggleColumn, type ColumnState } from './columns.ts';
import type { SavedFilter } from './filters.ts';

function IconButton({ label, icon, onClick }: { label: string; icon: ReactNode; onClick?: () => void }) {
  return (
    <Tooltip title={label}>
      <Button type="text" icon={icon} aria-label={label} onClick={onClick} />
    </Tooltip>
  );
}

export interface ColumnSettingsProps {
  columns: readonly { key: string; title: string; always?: boolean }[];
  state: ColumnState;
  onChange: (state: ColumnState) => void;
  onReset: () => void;
}

function ColumnSettings({ columns, state, onChange, onReset }: ColumnSettingsProps) {
  const s = useStrings(strings);
  const titles = new Map(columns.map((column) => [column.key, column]));
  return (
    <div className="sc-column-settings">
      <ul className="sc-plain-list">
        {state.order.map((key, index) => {
          const column = titles.get(key);
          if (column === undefined) return null;
          return (
            <li key={key}>
              <Checkbox
                checked={column.always === true || !state.hidden.includes(key)}
                disabled={column.always === true}
                onChange={() => onChange(toggleColumn(state, key))}
              >
                {column.title}
              </Checkbox>
              <Button
                type="text"
                size="small"
                icon={<UpOutlined aria-hidden />}
                disabled={index === 0}
                aria-label={`${s.table.moveUp} ${column.title}`}
                onClick={() => onChange(moveColumn(state, key, -1))}
              />
              <Button
                type="text"
                size="small"
                icon={<DownOutlined aria-hidden />}
                disabled={index === state.order.length - 1}
                aria-label={`${s.table.moveDown} ${column.title}`}
                onClick={() => onChange(moveColumn(state, key, 1))}
              />
            </li>
          );
        })}
      </ul>
      <Button type="link" size="small" onClick={onReset}>
        {s.table.columnsReset}
      </Button>
    </div>
  );
}

export interface SavedFiltersProps {
  saved: readonly SavedFilter[];
  onApply: (filter: SavedFilter) => void;
  onSave: (name: string) => void;
  onRemove: (name: string) => void;
}

function SavedFilters({ saved, onApply, onSave, onRemove }: SavedFiltersProps) {
  const s = useStrings(strings);
  const [name, setName] = useState('');
  const save = (): void => {
    if (name.trim() === '') return;
    onSave(name.trim());
    setName('');
  };
  return (
    <div className="sc-saved">
      {saved.length === 0 && <p className="sc-faint">{s.table.noSaved}</p>}
      <ul className="sc-plain-list">
        {saved.map((filter) => (
          <li key={filter.name}>
            <Button type="link" size="small" onClick={() => onApply(filter)}>
              {filter.name}
            </Button>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined aria-hidden />}
              aria-label={`${s.table.remove} ${filter.name}`}
              onClick={() => onRemove(filter.name)}
            />
          </li>
        ))}
      </ul>
      <div className="sc-saved-new">
        <Input
          value={name}
          maxLength={20}
          placeholder={s.table.saveName}
          aria-label={s.table.saveName}
          onChange={(event) => setName(event.target.value)}
          onPressEnter={save}
        />
        <Button onClick={save} disabled={name.trim() === ''}>
          {s.table.saveNow}
        </Button>
      </div>
      <p className="sc-faint sc-small">{s.table.saveNote}</p>
    </div>
  );
}

export interface ToolbarProps {
  title: ReactNode;
  actions: ReactNode;
  columns: ColumnSettingsProps;
  filters: SavedFiltersProps | null;
  full: boolean;
  onFull: () => void;
  onRefresh: () => void;
}

/** Title and new at the left, tools at the right. */
export function Toolbar({ title, actions, columns, filters, full, onFull, onRefresh }: ToolbarProps) {
  const s = useStrings(strings);
  const { density, setDensity } = useDensity();
  return (
    <div className="sc-toolbar" role="toolbar" aria-label={s.table.actions}>
      <div className="sc-toolbar-title">{title}</div>
      {actions}
      {filters !== null && (
        <Popover trigger="click" placement="bottomRight" title={s.table.saved} content={<SavedFilters {...filters} />}>
          <Button type="text" icon={<FilterOutlined aria-hidden />} aria-label={s.table.saved} title={s.table.saved} />
        </Popover>
      )}
      <IconButton label={s.table.refresh} icon={<ReloadOutlined aria-hidden />} onClick={onRefresh} />
      <IconButton
        label={s.table.density}
        icon={<ColumnHeightOutlined aria-hidden />}
        onClick={() => setDensity(density === 'compact' ? 'comfortable' : 'compact')}
      />
      <Popover
        trigger="click"
        placement="bottomRight"
        title={s.table.columns}
        content={<ColumnSettings {...columns} />}
      >
        <Button
          type="text"
          icon={<SettingOutlined aria-hidden />}
          aria-label={s.table.columns}
          title={s.table.columns}
        />
      </Popover>
      <IconButton
        label={full ? s.table.exitFullscreen : s.table.fullscreen}
        icon={full ? <FullscreenExitOutlined aria-hidden /> : <FullscreenOutlined aria-hidden />}
        onClick={onFull}
      />
    </div>
  );
}
