import { refuse } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { lateColumns } from '#/base/server/late.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { namesOf } from '#/protection/server/door.ts';
import { readingEnter, readingList } from '../../rules/api/checks.ts';
import { inRange } from '../../rules/climate.ts';
import { insertReading, listReadings } from '../store/checks.ts';
import { findPlace } from '../store/plan.ts';
import { findActiveZone } from '../store/things.ts';

export const readingRoutes = (): Binding[] => [
  bindAct(readingEnter, {
    async run(tx, { actor, subject, input, late }) {
      const place = await findPlace(tx);
      if (!place) return refuse('place-not-registered');
      const zone = await findActiveZone(tx, subject ?? '');
      if (!zone) return refuse('not-found', { what: '分区 / zone' });
      // 4.2-5, 4.2-6: by the limits that hold now; a later change of limits does not change a record.
      const within = inRange(input, {
        temperatureMin: Number(place.temperature_min),
        temperatureMax: Number(place.temperature_max),
        humidityMin: Number(place.humidity_min),
        humidityMax: Number(place.humidity_max),
      });
      const reading = { ...input, zoneId: zone.id, inRange: within, takenBy: actor.personId };
      const readingId = await insertReading(tx, reading, lateColumns(late));
      const { temperature, humidity } = input;
      return { output: { readingId, inRange: within }, after: { readingId, temperature, humidity, inRange: within } };
    },
  }),

  bindView(readingList, async (tx, { input }) => {
    const filter = { outOfRange: input.outOfRange ?? false, before: input.cursor ?? null, limit: input.limit + 1 };
    const { page, next } = cutPage(await listReadings(tx, filter), input.limit, (row) => row.id);
    const person = personFrom(
      await namesOf(
        tx,
        page.map((row) => row.taken_by),
      ),
    );
    const items = page.map((row) => ({
      id: row.id,
      zone: { id: row.zone_id, name: row.zone_name },
      instrument: row.instrument,
      temperature: Number(row.temperature),
      humidity: Number(row.humidity),
      inRange: row.in_range,
      takenBy: person(row.taken_by),
      occurredAt: row.occurred_at.toISOString(),
      late: row.late_reason !== null,
    }));
    return { items, next };
  }),
];
