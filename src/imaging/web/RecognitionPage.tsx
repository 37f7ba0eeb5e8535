import { useState } from 'react';
import type { OutputOf } from '#/base/rules/declare.ts';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Alert, Button, Form, Radio, Skeleton, Table } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { textSet, textSettings } from '../rules/api/texts.ts';
import { type Direction, directions } from '../rules/text/text.ts';
import { strings } from './strings.ts';

type Setting = OutputOf<typeof textSettings>['items'][number];

/** 文字识别: how each fonds is read, and how far that has come. */
export function RecognitionPage() {
  const s = useStrings(strings);
  const words = useWords();
  const permitted = usePermitted();
  const [edited, setEdited] = useState<Setting | null>(null);
  const { data, problem, refetch } = useView(textSettings, { input: {} });
  const held = data?.items.find((item) => item.held !== null)?.held ?? null;
  return (
    <>
      <PageHeader title={s.textTitle} note={s.textNote} />
      <ProblemAlert problem={problem} onRetry={() => void refetch()} />
      {held !== null && <Alert type="warning" showIcon title={words(held.what)} description={words(held.next)} />}
      {data === undefined ? (
        <Skeleton active />
      ) : data.items.length === 0 ? (
        <p className="sc-empty">{s.textEmpty}</p>
      ) : (
        <section className="sc-card sc-pad">
          <Settings
            items={data.items}
            {...(permitted(textSet.name) && { onEdit: (setting: Setting) => setEdited(setting) })}
          />
        </section>
      )}
      <SettingForm setting={edited} onClose={() => setEdited(null)} onDone={() => void refetch()} />
    </>
  );
}

function Settings({ items, onEdit }: { items: readonly Setting[]; onEdit?: (setting: Setting) => void }) {
  const s = useStrings(strings);
  return (
    <Table<Setting>
      size="small"
      rowKey="fondsId"
      dataSource={[...items]}
      pagination={false}
      columns={[
        {
          key: 'fonds',
          title: s.fonds,
          render: (_, row) => (
            <>
              <b>{row.code}</b> {row.name}
            </>
          ),
        },
        { key: 'direction', title: s.direction, render: (_, row) => s.directions[row.direction] },
        {
          key: 'skipped',
          title: s.recognised,
          render: (_, row) => (
            <StatusTag tone={row.skipped ? 'off' : 'done'}>{row.skipped ? s.skipsFonds : s.readsFonds}</StatusTag>
          ),
        },
        {
          key: 'counts',
          title: s.counts,
          render: (_, row) => (
            <>
              <span className="sc-num">{s.countsOf(row.done, row.waiting)}</span>{' '}
              {row.failed > 0 && <StatusTag tone="attention">{s.failedCount(row.failed)}</StatusTag>}
            </>
          ),
        },
        {
          key: 'by',
          title: s.decidedBy,
          render: (_, row) =>
            row.setBy === null || row.setAt === null ? (
              s.undecided
            ) : (
              <>
                {row.setBy.name} <TimeText at={row.setAt} />
              </>
            ),
        },
        ...(onEdit
          ? [
              {
                key: 'change',
                title: s.change,
                render: (_: unknown, row: Setting) => (
                  <Button size="small" aria-label={`${s.change} ${row.code}`} onClick={() => onEdit(row)}>
                    {s.change}
                  </Button>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

function SettingForm({
  setting,
  onClose,
  onDone,
}: {
  setting: Setting | null;
  onClose: () => void;
  onDone: () => void;
}) {
  const s = useStrings(strings);
  return (
    <FormDrawer
      key={setting?.fondsId ?? ''}
      decl={textSet}
      subject={setting?.fondsId ?? null}
      {...(setting !== null && { version: setting.version })}
      open={setting !== null}
      onClose={onClose}
      onDone={onDone}
      onReload={onDone}
      initial={{ direction: setting?.direction ?? 'horizontal', skipped: setting?.skipped ?? false }}
      toInput={({ direction, skipped }: { direction: Direction; skipped: boolean }) => ({ direction, skipped })}
    >
      <p>
        <b>{setting?.code}</b> {setting?.name}
      </p>
      <Form.Item name="direction" label={s.direction} extra={s.directionNote}>
        <Radio.Group options={directions.map((value) => ({ value, label: s.directions[value] }))} />
      </Form.Item>
      <Form.Item name="skipped" label={s.recognised} extra={s.skipNote}>
        <Radio.Group
          options={[
            { value: false, label: s.readsFonds },
            { value: true, label: s.skipsFonds },
          ]}
        />
      </Form.Item>
    </FormDrawer>
  );
}
