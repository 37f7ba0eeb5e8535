import { ReloadOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { Button, Empty, Skeleton } from '#/base/web/antd.ts';
import { Drawer } from '#/base/web/Drawer.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { strings as shell } from '#/base/web/strings.ts';
import { cameraAdd, fixtureAdd, placeRegister, placeShow, zoneAdd } from '../../rules/api/plan.ts';
import { Acceptance } from './Acceptance.tsx';
import { Duties } from './Duties.tsx';
import { Legend } from './Legend.tsx';
import { PlaceForm } from './PlaceForm.tsx';
import { PlanCanvas } from './PlanCanvas.tsx';
import { strings } from './strings.ts';
import { ThingDetail } from './ThingDetail.tsx';
import { CameraForm, FixtureForm, ZoneForm } from './ThingForms.tsx';
import { findThing, type Place, type Plan, type ThingKey, thingName, thingTypes, type ThingType } from './things.ts';

/** 场所平面图: what stands where, and what no camera shows (4.3-2). */
export function PlanPage() {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const plan = useView(placeShow, {});
  const [registering, setRegistering] = useState(false);
  const reload = (): void => void plan.refetch();
  const place = plan.data?.place ?? null;
  const mayRegister = permitted(placeRegister.name);
  return (
    <>
      <PageHeader
        title={s.title}
        note={s.note}
        actions={mayRegister && place !== null && <Button onClick={() => setRegistering(true)}>{s.change}</Button>}
      />
      <ProblemAlert problem={plan.problem} onRetry={reload} />
      {plan.isPending && <Skeleton active />}
      {plan.data !== undefined &&
        (place === null ? (
          <Unregistered onRegister={mayRegister ? () => setRegistering(true) : null} />
        ) : (
          <Registered plan={plan.data} place={place} onReload={reload} />
        ))}
      <PlaceForm place={place} open={registering} onClose={() => setRegistering(false)} onReload={reload} />
    </>
  );
}

function Unregistered({ onRegister }: { onRegister: (() => void) | null }) {
  const s = useStrings(strings);
  return (
    <div className="sc-card sc-plan-empty">
      <Empty
        image={Empty.PRESENTED_IMAGE_SIMPLE}
        description={
          <>
            <p className="sc-plan-empty-title">{s.empty}</p>
            <p>{onRegister === null ? s.emptyElse : s.emptyNote}</p>
          </>
        }
      >
        {onRegister !== null && (
          <Button type="primary" onClick={onRegister}>
            {s.register}
          </Button>
        )}
      </Empty>
    </div>
  );
}

function Registered({ plan, place, onReload }: { plan: Plan; place: Place; onReload: () => void }) {
  const s = useStrings(strings);
  const words = useWords();
  const [key, setKey] = useState<ThingKey | null>(null);
  const thing = findThing(plan, key);
  return (
    <div className="sc-plan-page">
      <section className="sc-card sc-plan-card" aria-label={s.drawing(place.name)}>
        <Tools plan={plan} place={place} onReload={onReload} />
        <PlanCanvas
          plan={plan}
          place={place}
          selected={key}
          onOpen={({ type, row }) => setKey({ type, id: row.id })}
          trouble={({ problem, clear }) => (
            <ProblemAlert
              problem={problem}
              onReload={() => {
                clear();
                onReload();
              }}
              fields={false}
            />
          )}
        />
        <Legend />
      </section>
      <div className="sc-plan-side">
        <Acceptance plan={plan} />
        <Duties plan={plan} />
      </div>
      <Drawer
        open={thing !== null}
        onClose={() => setKey(null)}
        title={thing === null ? '' : thingName(thing, s, words)}
        size={520}
        destroyOnHidden
      >
        {thing !== null && <ThingDetail plan={plan} thing={thing} onGone={() => setKey(null)} onReload={onReload} />}
      </Drawer>
    </div>
  );
}

const adds = { zone: zoneAdd, fixture: fixtureAdd, camera: cameraAdd };

/** What the place is, and what can be put on its plan. */
function Tools({ plan, place, onReload }: { plan: Plan; place: Place; onReload: () => void }) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const [adding, setAdding] = useState<ThingType | null>(null);
  const form = (type: ThingType) => ({
    plan,
    row: null,
    open: adding === type,
    onClose: () => setAdding(null),
    onReload,
  });
  const { refresh } = useStrings(shell).table;
  const noZone = plan.zones.length === 0;
  return (
    <div className="sc-plan-tools">
      <div className="sc-plan-place">
        <h2>{place.name}</h2>
        <span className="sc-faint">
          {place.address} · {s.place.locations[place.location]}
        </span>
      </div>
      <div role="toolbar" aria-label={s.tools.label} className="sc-plan-buttons">
        {thingTypes
          .filter((type) => permitted(adds[type].name))
          .map((type) => (
            <Button
              key={type}
              disabled={type !== 'zone' && noZone}
              title={type !== 'zone' && noZone ? s.tools.zoneFirst : ''}
              onClick={() => setAdding(type)}
            >
              {s.tools[type]}
            </Button>
          ))}
        <Button
          type="text"
          icon={<ReloadOutlined aria-hidden />}
          aria-label={refresh}
          title={refresh}
          onClick={onReload}
        />
      </div>
      <ZoneForm {...form('zone')} />
      <FixtureForm {...form('fixture')} />
      <CameraForm {...form('camera')} />
    </div>
  );
}
