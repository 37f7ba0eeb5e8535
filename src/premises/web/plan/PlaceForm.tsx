import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input, InputNumber } from '#/base/web/antd.ts';
import { RadioField } from '#/base/web/fields/RadioField.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { placeRegister } from '../../rules/api/plan.ts';
import { usualLimits } from '../../rules/climate.ts';
import { metres, millimetres } from '../geometry.ts';
import { strings } from './strings.ts';
import type { Place } from './things.ts';

interface PlaceFormProps {
  /** As it is registered; null the first time. */
  place: Place | null;
  open: boolean;
  onClose: () => void;
  onReload: () => void;
}

type Values = Omit<Place, 'version' | 'registeredAt' | 'outsideReason'> & { outsideReason?: string };

function valuesOf(place: Place): Values {
  const { outsideReason, planWidth, planHeight, registeredAt: _at, version: _version, ...rest } = place;
  const size = { planWidth: metres(planWidth), planHeight: metres(planHeight) };
  return { ...rest, ...size, ...(outsideReason !== null && { outsideReason }) };
}

/** 场所登记 (4.1-1), again when something about it changes. */
export function PlaceForm({ place, open, onClose, onReload }: PlaceFormProps) {
  const s = useStrings(strings);
  const required = [{ required: true, message: s.required }];
  return (
    <FormDrawer
      decl={placeRegister}
      {...(place !== null && { version: place.version, title: s.change })}
      open={open}
      onClose={onClose}
      onReload={onReload}
      size={600}
      initial={place === null ? { location: 'inside', ...usualLimits } : valuesOf(place)}
      toInput={({ outsideReason, planWidth, planHeight, ...rest }: Values) => ({
        ...rest,
        outsideReason: rest.location === 'outside' ? (outsideReason ?? '') : null,
        planWidth: millimetres(planWidth),
        planHeight: millimetres(planHeight),
      })}
    >
      <Form.Item name="name" label={s.place.name} rules={required}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="address" label={s.place.address} rules={required}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <RadioField
        name="location"
        label={s.place.location}
        rules={required}
        options={(['inside', 'outside'] as const).map((value) => ({ value, label: s.place.locations[value] }))}
      />
      <OutsideReason />
      <div className="sc-form-pair">
        <Form.Item name="planWidth" label={s.place.planWidth} rules={required}>
          <InputNumber min={2} max={200} step={0.5} suffix={s.metres} className="sc-grow" />
        </Form.Item>
        <Form.Item name="planHeight" label={s.place.planHeight} extra={s.place.sizeNote} rules={required}>
          <InputNumber min={2} max={200} step={0.5} suffix={s.metres} className="sc-grow" />
        </Form.Item>
      </div>
      <Limits />
    </FormDrawer>
  );
}

/** 4.1-1: asked for where the place lies outside the archive department. */
function OutsideReason() {
  const s = useStrings(strings);
  const outside = Form.useWatch<string | undefined>('location') === 'outside';
  if (!outside) return null;
  return (
    <Form.Item
      name="outsideReason"
      label={s.place.outsideReason}
      extra={s.place.outsideNote}
      rules={[{ required: true, whitespace: true, message: s.required }]}
    >
      <Input.TextArea rows={3} maxLength={500} />
    </Form.Item>
  );
}

function Limits() {
  const s = useStrings(strings);
  const required = [{ required: true, message: s.required }];
  const temperature = { min: -40, max: 80, step: 0.5, precision: 1, suffix: '℃', className: 'sc-grow' };
  const humidity = { min: 0, max: 100, step: 1, precision: 1, suffix: '%', className: 'sc-grow' };
  return (
    <>
      <p className="sc-faint sc-form-note">{s.place.limitsNote}</p>
      <div className="sc-form-pair">
        <Form.Item name="temperatureMin" label={s.place.temperatureMin} rules={required}>
          <InputNumber {...temperature} />
        </Form.Item>
        <Form.Item name="temperatureMax" label={s.place.temperatureMax} rules={required}>
          <InputNumber {...temperature} />
        </Form.Item>
        <Form.Item name="humidityMin" label={s.place.humidityMin} rules={required}>
          <InputNumber {...humidity} />
        </Form.Item>
        <Form.Item name="humidityMax" label={s.place.humidityMax} rules={required}>
          <InputNumber {...humidity} />
        </Form.Item>
      </div>
    </>
  );
}
