import { useState } from 'react';
import { Button, Space } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ModePick } from '#/base/web/ModePick.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { useClient } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import type { Client } from '#/base/web/client.ts';
import { stageNames } from '#/premises/rules/plan.ts';
import { preparationEnter } from '../rules/api/preparation.ts';
import { haltReport } from '../rules/api/sweeps.ts';
import {
  partBack,
  partOut,
  slipSign,
  workPass,
  workProcess,
  workRebind,
  workStore,
  workTake,
  workUnbind,
  workUndo,
} from '../rules/api/work.ts';
import { CabinetPick } from './CabinetPick.tsx';
import { damageStrings } from './damage-strings.ts';
import { HaltForm } from './HaltForms.tsx';
import { ScanLog, type Taken, useScans } from './scans.tsx';
import { strings } from './strings.ts';
import { useCabinets } from './useCabinets.ts';
import { WorkForm, type WorkFormKind } from './WorkForms.tsx';

const modes = ['take', 'store', 'process', 'partBack'] as const;
type Mode = (typeof modes)[number];

const acts = { take: workTake, store: workStore, process: workProcess, partBack } as const;

/** What one scan does in a mode. */
async function enter(client: Client, mode: Mode, code: string, cabinet: string | null) {
  const answer =
    mode === 'store'
      ? await client.call(workStore, { input: { code, cabinet: cabinet ?? '' } })
      : await client.call(acts[mode], { input: { code } });
  if (answer.state === 'pending') throw new Error('a scan never waits for approval');
  return answer.output;
}

/** 领还与入柜 (6.4, 6.6): one kind of thing at a time, by the scanner alone. */
export function WorkPage() {
  const s = useStrings(strings);
  const words = useWords();
  const client = useClient();
  const permitted = usePermitted();
  const [mode, setMode] = useState<Mode>('take');
  const [cabinet, setCabinet] = useState<string | null>(null);
  const [form, setForm] = useState<WorkFormKind | 'halt' | null>(null);
  const { cabinets, isCabinet } = useCabinets();
  const usable = modes.filter((one) => permitted(acts[one].name));
  const current = usable.includes(mode) ? mode : (usable[0] ?? mode);

  const take = async (text: string): Promise<Taken> => {
    if (current === 'store' && (await isCabinet(text))) {
      setCabinet(text);
      return { code: text, note: s.theCabinet };
    }
    const { movementId, code, title, part, stage } = await enter(client, current, text, cabinet);
    const note = [
      part === null ? null : s.part(part),
      title,
      stage && words(stageNames[stage]),
      current === 'store' ? cabinet : null,
    ];
    return {
      ...{ code, note: note.filter(Boolean).join(' · ') },
      undo: async () => {
        await client.call(workUndo, { input: { movement: movementId } });
      },
    };
  };
  const scans = useScans(form === null && usable.length > 0, take);
  return (
    <>
      <PageHeader
        title={s.workTitle}
        note={s.workNote}
        actions={
          permitted(haltReport.name) && (
            <Button danger onClick={() => setForm('halt')}>
              {s.halt}
            </Button>
          )
        }
      />
      <ModePick
        label={s.workTitle}
        modes={usable}
        names={s.modes}
        notes={s.modeNotes}
        current={current}
        onChange={setMode}
      />
      {current === 'store' && <CabinetPick cabinets={cabinets} value={cabinet} onChange={setCabinet} />}
      <section className="sc-card sc-pad">
        <h3>{s.scans}</h3>
        <ScanLog scans={scans} />
      </section>
      <Forms onOpen={setForm} />
      <WorkForm kind={form === 'halt' ? null : form} onClose={() => setForm(null)} />
      <HaltForm open={form === 'halt'} onClose={() => setForm(null)} onDone={() => undefined} />
    </>
  );
}

/** What a scan alone cannot say. */
function Forms({ onOpen }: { onOpen: (kind: WorkFormKind) => void }) {
  const s = useStrings(strings);
  const t = useStrings(damageStrings);
  const permitted = usePermitted();
  const forms: [WorkFormKind, string, string][] = [
    ['prepare', preparationEnter.name, t.prepare],
    ['pass', workPass.name, s.pass],
    ['unbind', workUnbind.name, s.unbind],
    ['rebind', workRebind.name, s.rebind],
    ['partOut', partOut.name, s.partOut],
    ['sign', slipSign.name, s.sign],
  ];
  return (
    <Space wrap className="sc-custody-part">
      {forms
        .filter(([, name]) => permitted(name))
        .map(([kind, , label]) => (
          <Button key={kind} onClick={() => onOpen(kind)}>
            {label}
          </Button>
        ))}
    </Space>
  );
}
