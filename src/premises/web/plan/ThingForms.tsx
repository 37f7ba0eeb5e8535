/** Forms of what stands on the plan, to add one or to change it. Lengths are metres here, millimetres on the wire. */
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input, InputNumber, Select } from '#/base/web/antd.ts';
import { RadioField } from '#/base/web/fields/RadioField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { cameraAdd, cameraChange, fixtureAdd, fixtureChange, zoneAdd, zoneChange } from '../../rules/api/plan.ts';
import {
  type FixtureKind,
  fixtureKinds,
  fixtureNames,
  stageNames,
  needsCamera,
  type Sight,
  stages,
  zoneKinds,
} from '../../rules/plan.ts';
import { metres, millimetres, whyUnseen } from '../geometry.ts';
import { strings } from './strings.ts';
import { type Camera, cameraInput, type Fixture, fixtureInput, type Plan, type Zone, zoneInput } from './things.ts';

interface ThingFormProps<Row> {
  plan: Plan;
  /** What is changed; null adds one. */
  row: Row | null;
  open: boolean;
  onClose: () => void;
  onReload: () => void;
}

interface Placed {
  x: number;
  y: number;
}

const onForm = <V extends Placed>(values: V): V => ({ ...values, x: metres(values.x), y: metres(values.y) });
const onWire = <V extends Placed>(values: V): V => ({ ...values, x: millimetres(values.x), y: millimetres(values.y) });

/** A length in metres, to the millimetre. */
function Metres({ name, label, min = 0, extra }: { name: string; label: string; min?: number; extra?: string }) {
  const s = useStrings(strings);
  return (
    <Form.Item name={name} label={label} extra={extra} rules={[{ required: true, message: s.required }]}>
      <InputNumber min={min} max={200} step={0.1} suffix={s.metres} className="sc-grow" />
    </Form.Item>
  );
}

/** A line that a person types. */
function Line({ name, label, max, extra }: { name: string; label: string; max: number; extra?: string }) {
  const s = useStrings(strings);
  return (
    <Form.Item name={name} label={label} extra={extra} rules={[{ required: true, message: s.required }]}>
      <Input maxLength={max} autoComplete="off" />
    </Form.Item>
  );
}

function Position() {
  const s = useStrings(strings);
  return (
    <div className="sc-form-pair">
      <Metres name="x" label={s.x} extra={s.xyNote} />
      <Metres name="y" label={s.y} />
    </div>
  );
}

function ZoneField({ plan }: { plan: Plan }) {
  const s = useStrings(strings);
  return (
    <Form.Item name="zoneId" label={s.zone} rules={[{ required: true, message: s.required }]}>
      <Select options={plan.zones.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))} />
    </Form.Item>
  );
}

export function ZoneForm({ row, open, onClose, onReload }: ThingFormProps<Zone>) {
  const s = useStrings(strings);
  type Values = ReturnType<typeof zoneInput>;
  const initial = row && {
    ...onForm(zoneInput(row)),
    width: metres(row.width),
    height: metres(row.height),
  };
  return (
    <FormDrawer
      decl={row === null ? zoneAdd : zoneChange}
      {...(row !== null && { subject: row.id, version: row.version })}
      open={open}
      onClose={onClose}
      onReload={onReload}
      initial={initial ?? {}}
      toInput={(values: Values) => ({
        ...onWire(values),
        width: millimetres(values.width),
        height: millimetres(values.height),
      })}
    >
      <Form.Item name="kind" label={s.kindOf} rules={[{ required: true, message: s.required }]}>
        <Select options={zoneKinds.map((value) => ({ value, label: s.zoneKinds[value] }))} />
      </Form.Item>
      <div className="sc-form-pair">
        <Line name="code" label={s.code} max={20} />
        <Line name="name" label={s.name} max={50} />
      </div>
      <Position />
      <div className="sc-form-pair">
        <Metres name="width" label={s.width} min={0.1} />
        <Metres name="height" label={s.height} min={0.1} />
      </div>
    </FormDrawer>
  );
}

export function FixtureForm({ plan, row, open, onClose, onReload }: ThingFormProps<Fixture>) {
  const s = useStrings(strings);
  const words = useWords();
  type Values = ReturnType<typeof fixtureInput>;
  return (
    <FormDrawer
      decl={row === null ? fixtureAdd : fixtureChange}
      {...(row !== null && { subject: row.id, version: row.version })}
      open={open}
      onClose={onClose}
      onReload={onReload}
      initial={row === null ? {} : onForm(fixtureInput(row))}
      toInput={({ stage, ...values }: Values) => ({
        ...onWire(values),
        stage: values.kind === 'cabinet' ? (stage ?? null) : null,
        terminalId: row?.terminalId ?? null,
      })}
    >
      <Form.Item name="kind" label={s.kind} rules={[{ required: true, message: s.required }]}>
        <Select
          disabled={row !== null}
          options={fixtureKinds.map((value) => ({ value, label: words(fixtureNames[value]) }))}
        />
      </Form.Item>
      <StageField />
      <div className="sc-form-pair">
        <Line name="code" label={s.code} max={20} extra={s.codeNote} />
        <Form.Item name="name" label={s.name}>
          <Input maxLength={50} autoComplete="off" />
        </Form.Item>
      </div>
      <ZoneField plan={plan} />
      <Position />
    </FormDrawer>
  );
}

/** 4.4-2: a cabinet, and nothing else, says what lies in it. */
function StageField() {
  const s = useStrings(strings);
  const words = useWords();
  const kind = Form.useWatch<FixtureKind | undefined>('kind');
  if (kind !== 'cabinet') return null;
  return (
    <RadioField
      name="stage"
      label={s.stage}
      rules={[{ required: true, message: s.required }]}
      options={stages.map((value) => ({ value, label: words(stageNames[value]) }))}
    />
  );
}

export function CameraForm({ plan, row, open, onClose, onReload }: ThingFormProps<Camera>) {
  const s = useStrings(strings);
  const required = [{ required: true, message: s.required }];
  type Values = ReturnType<typeof cameraInput>;
  return (
    <FormDrawer
      decl={row === null ? cameraAdd : cameraChange}
      {...(row !== null && { subject: row.id, version: row.version })}
      open={open}
      onClose={onClose}
      onReload={onReload}
      size={600}
      initial={
        row === null
          ? { direction: 0, angle: 90, reach: 8, covers: [] }
          : { ...onForm(cameraInput(row)), reach: metres(row.reach) }
      }
      toInput={(values: Values) => ({ ...onWire(values), reach: millimetres(values.reach) })}
    >
      <div className="sc-form-pair">
        <Line name="code" label={s.code} max={20} extra={s.codeNote} />
        <Line name="model" label={s.model} max={100} />
        <Line name="resolution" label={s.resolution} max={30} />
        <Line name="storage" label={s.storage} max={100} extra={s.storageNote} />
      </div>
      <ZoneField plan={plan} />
      <Position />
      <div className="sc-form-three">
        <Form.Item name="direction" label={s.direction} extra={s.directionNote} rules={required}>
          <InputNumber min={0} max={359} precision={0} step={15} suffix={s.degrees} className="sc-grow" />
        </Form.Item>
        <Form.Item name="angle" label={s.angle} rules={required}>
          <InputNumber min={10} max={360} precision={0} step={10} suffix={s.degrees} className="sc-grow" />
        </Form.Item>
        <Metres name="reach" label={s.reach} min={0.5} />
      </div>
      <CoversField plan={plan} />
    </FormDrawer>
  );
}

type Watched = Partial<Sight> | undefined;

/** What the camera would have in view where the form puts it; millimetres. Null while something is missing. */
function sightOf(values: Watched): Sight | null {
  const { x, y, direction, angle, reach } = values ?? {};
  const numbers = [x, y, direction, angle, reach];
  if (!numbers.every((one) => typeof one === 'number')) return null;
  const [mx, my, dir, ang, far] = numbers as [number, number, number, number, number];
  return { x: millimetres(mx), y: millimetres(my), direction: dir, angle: ang, reach: millimetres(far) };
}

/** 4.3-2: only what lies in view can be confirmed; for the rest it says why not. */
function CoversField({ plan }: { plan: Plan }) {
  const s = useStrings(strings);
  const words = useWords();
  const sight = sightOf(Form.useWatch([]) as Watched);
  const options = plan.fixtures
    .filter(({ kind }) => needsCamera(kind))
    .map((fixture) => {
      const why = sight === null ? null : whyUnseen(sight, fixture);
      const label = `${fixture.code} ${words(fixtureNames[fixture.kind])}`;
      return { value: fixture.id, label, note: why === null ? '' : s.unseen[why], disabled: why !== null };
    })
    .sort((one, other) => Number(one.disabled) - Number(other.disabled));
  return (
    <Form.Item name="covers" label={s.covers} extra={s.coversNote}>
      <Select
        mode="multiple"
        options={options}
        showSearch={{ optionFilterProp: 'label' }}
        notFoundContent={s.coversNone}
        optionRender={(one) => (
          <span className="sc-option">
            <span>{one.data.label}</span>
            {one.data.note !== '' && <span className="sc-faint sc-small">{one.data.note}</span>}
          </span>
        )}
      />
    </Form.Item>
  );
}
