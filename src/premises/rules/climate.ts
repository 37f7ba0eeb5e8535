/** Readings against limits, 4.2-5 (防潮) and 4.2-6 (防高温). Degrees Celsius and percent relative humidity. */
export interface Climate {
  temperature: number;
  humidity: number;
}

export interface ClimateLimits {
  temperatureMin: number;
  temperatureMax: number;
  humidityMin: number;
  humidityMax: number;
}

/** Storerooms of paper records, JGJ 25: 14 to 24 °C, 45 to 60 %. The archive department may set its own. */
export const usualLimits: ClimateLimits = { temperatureMin: 14, temperatureMax: 24, humidityMin: 45, humidityMax: 60 };

/** Limits themselves are still in order. */
export const inRange = (reading: Climate, limits: ClimateLimits): boolean =>
  reading.temperature >= limits.temperatureMin &&
  reading.temperature <= limits.temperatureMax &&
  reading.humidity >= limits.humidityMin &&
  reading.humidity <= limits.humidityMax;
