/** Light, exposure and grain of a scan, on raw pixels. */
import type { PagePlan } from '#/imaging/rules/sample-pages/plan.ts';
import { seeded } from '#/imaging/rules/sample-pages/random.ts';

export interface Raster {
  data: Uint8Array;
  width: number;
  height: number;
  channels: number;
}

/** Normal deviates in sixteenths, drawn once: grain takes them in the order of a generator of 32 bits. */
const deviates = ((): Int16Array => {
  const random = seeded(0x5ca77e2);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return Int16Array.from({ length: 1 << 16 }, () => Math.round(normal() * 256));
})();

const exposures: Record<PagePlan['exposure'], (value: number) => number> = {
  normal: (value) => value,
  // The sensor is full: paper is gone, ink grows pale.
  over: (value) => 95 + value * 0.86,
  under: (value) => value * 0.42,
};

/** `back` is grey and a quarter of the size. */
export function shed(page: Raster, plan: PagePlan, back: Raster | null): void {
  const { data, width, height, channels } = page;
  const curve = Uint8Array.from({ length: 256 }, (_, value) =>
    Math.min(255, Math.round(exposures[plan.exposure](value))),
  );
  const grain = Math.round(plan.noise * 256);
  const falling = seeded(plan.grainSeed + 4).chance(0.5);
  let state = (plan.grainSeed | 1) >>> 0;
  for (let y = 0, at = 0; y < height; y += 1) {
    const backRow = back ? Math.min(back.height - 1, y >> 2) * back.width : 0;
    for (let x = 0; x < width; x += 1) {
      const along = falling ? x / width : 1 - x / width;
      let light = 256 * (1 - plan.gradient * along);
      if (back)
        light *= 1 - plan.showThrough * (1 - (back.data[backRow + Math.min(back.width - 1, x >> 2)] ?? 255) / 255);
      const factor = Math.round(light);
      for (let channel = 0; channel < channels; channel += 1, at += 1) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        const noise = (deviates[state & 0xffff]! * grain) >> 16;
        const value = (curve[(data[at]! * factor) >> 8] ?? 0) + noise;
        data[at] = value < 0 ? 0 : value > 255 ? 255 : value;
      }
    }
  }
}
