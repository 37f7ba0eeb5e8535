import { useState } from 'react';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { Button, Descriptions } from '#/base/web/antd.ts';
import { ReasonField, reasonOf } from '#/base/web/fields/ReasonField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import {
  cameraChange,
  cameraRetire,
  fixtureChange,
  fixtureRetire,
  zoneChange,
  zoneRetire,
} from '../../rules/api/plan.ts';
import { fixtureNames, stageNames, needsCamera } from '../../rules/plan.ts';
import { metres } from '../geometry.ts';
import { Recording } from './Recording.tsx';
import { strings } from './strings.ts';
import type { Camera, Fixture, Plan, Thing, Zone } from './things.ts';
import { CameraForm, FixtureForm, ZoneForm } from './ThingForms.tsx';

interface DetailProps {
  plan: Plan;
  thing: Thing;
  onGone: () => void;
  onReload: () => void;
}

const changes = { zone: zoneChange, fixture: fixtureChange, camera: cameraChange };
const retires = { zone: zoneRetire, fixture: fixtureRetire, camera: cameraRetire };

/** Facts of what was chosen on the plan, and what can be done to it. */
export function ThingDetail({ plan, thing, onGone, onReload }: DetailProps) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const [editing, setEditing] = useState(false);
  const form = { plan, open: editing, onClose: () => setEditing(false), onReload };
  const { type, row } = thing;
  return (
    <>
      <Facts plan={plan} thing={thing} />
      <div className="sc-plan-acts">
        {permitted(changes[type].name) && (
          <Button type="primary" onClick={() => setEditing(true)}>
            {s.edit}
          </Button>
        )}
        {permitted(retires[type].name) && (
          <ConfirmAct
            decl={retires[type]}
            subject={row.id}
            version={row.version}
            toInput={reasonOf}
            fields={<ReasonField />}
            question={s.retireQuestion[type]}
            button={{ danger: true }}
            onDone={onGone}
            onReload={onReload}
          >
            {s.retire[type]}
          </ConfirmAct>
        )}
      </div>
      {thing.type === 'camera' && <Recording cameraId={row.id} />}
      {thing.type === 'zone' && <ZoneForm row={thing.row} {...form} />}
      {thing.type === 'fixture' && <FixtureForm row={thing.row} {...form} />}
      {thing.type === 'camera' && <CameraForm row={thing.row} {...form} />}
    </>
  );
}

function Facts({ plan, thing }: { plan: Plan; thing: Thing }) {
  if (thing.type === 'zone') return <ZoneFacts zone={thing.row} />;
  if (thing.type === 'fixture') return <FixtureFacts plan={plan} fixture={thing.row} />;
  return <CameraFacts plan={plan} camera={thing.row} />;
}

function FactTable({ facts }: { facts: readonly (readonly [label: string, value: React.ReactNode])[] }) {
  const items = facts.map(([label, children]) => ({ key: label, label, children }));
  return <Descriptions column={1} size="small" bordered items={items} />;
}

const zoneName = (plan: Plan, zoneId: string): string => plan.zones.find(({ id }) => id === zoneId)?.name ?? '—';

function ZoneFacts({ zone }: { zone: Zone }) {
  const s = useStrings(strings);
  return (
    <FactTable
      facts={[
        [s.code, zone.code],
        [s.name, zone.name],
        [s.kindOf, s.zoneKinds[zone.kind]],
        [s.at, s.point(metres(zone.x), metres(zone.y))],
        [s.size, s.sizeOf(metres(zone.width), metres(zone.height))],
      ]}
    />
  );
}

function FixtureFacts({ plan, fixture }: { plan: Plan; fixture: Fixture }) {
  const s = useStrings(strings);
  const words = useWords();
  const seenBy = plan.cameras.filter(({ covers }) => covers.includes(fixture.id)).map(({ code }) => code);
  const cover = !needsCamera(fixture.kind) ? (
    s.noNeed
  ) : fixture.covered ? (
    <StatusTag tone="done">{s.coveredBy(seenBy.join(s.separator))}</StatusTag>
  ) : (
    <StatusTag tone="alarm">{s.uncovered}</StatusTag>
  );
  return (
    <FactTable
      facts={[
        [s.kind, words(fixtureNames[fixture.kind])],
        [s.code, fixture.code],
        [s.name, fixture.name === '' ? '—' : fixture.name],
        [s.zone, zoneName(plan, fixture.zoneId)],
        [s.at, s.point(metres(fixture.x), metres(fixture.y))],
        ...(fixture.stage === null ? [] : [[s.stage, words(stageNames[fixture.stage])] as const]),
        ...(fixture.terminalName === null ? [] : [[s.terminal, fixture.terminalName] as const]),
        [s.cover, cover],
      ]}
    />
  );
}

function CameraFacts({ plan, camera }: { plan: Plan; camera: Camera }) {
  const s = useStrings(strings);
  const words = useWords();
  const seen = plan.fixtures.filter(({ id }) => camera.covers.includes(id));
  return (
    <FactTable
      facts={[
        [s.code, camera.code],
        [s.zone, zoneName(plan, camera.zoneId)],
        [s.model, camera.model],
        [s.resolution, camera.resolution],
        [s.storage, camera.storage],
        [s.at, s.point(metres(camera.x), metres(camera.y))],
        [s.direction, `${camera.direction}°`],
        [s.angle, `${camera.angle}°`],
        [s.reach, `${metres(camera.reach)} ${s.metres}`],
        [
          s.covers,
          seen.length === 0
            ? s.none
            : seen.map(({ code, kind }) => `${words(fixtureNames[kind])} ${code}`).join(s.separator),
        ],
      ]}
    />
  );
}
