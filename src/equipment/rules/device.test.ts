import { describe, expect, test } from 'vitest';
import { admissionCodes, deviceKinds, pointsOfKind, refuseAdmission, refuseSealing } from './device.ts';

const today = '2026-11-26';
const sealing = { way: 'sealed', sealNumber: 'F-001', doneOn: today, photos: ['photo'] } as const;
const code = (refusal: { code: string } | null): string | null => refusal?.code ?? null;

describe('a sealing', () => {
  test('4.5-1 refuses a seal without number, a number without seal, a day to come, and no photograph', () => {
    expect(refuseSealing(sealing, today)).toBeNull();
    expect(refuseSealing({ ...sealing, way: 'none', sealNumber: null, photos: [] }, today)).toBeNull();
    expect(code(refuseSealing({ ...sealing, sealNumber: null }, today))).toBe('seal-number');
    expect(code(refuseSealing({ ...sealing, way: 'removed' }, today))).toBe('seal-number');
    expect(code(refuseSealing({ ...sealing, doneOn: '2026-11-27' }, today))).toBe('sealed-in-future');
    for (const way of ['removed', 'disabled'] as const)
      expect(code(refuseSealing({ ...sealing, way, sealNumber: null, photos: [] }, today))).toBe('photo-needed');
  });
});

describe('an admission', () => {
  const device = { kind: 'computer', state: 'registered', sealed: true } as const;
  const all = admissionCodes.map((item) => ({ item, passed: true }));

  test('5.1-2 refuses what is unsealed, not in order, not looked at, or looked at twice', () => {
    expect(refuseAdmission(device, all)).toBeNull();
    expect(refuseAdmission({ ...device, state: 'suspended' }, all)).toBeNull();
    expect(code(refuseAdmission({ ...device, sealed: false }, all))).toBe('wireless-not-sealed');
    for (const state of ['admitted', 'withdrawn'] as const)
      expect(code(refuseAdmission({ ...device, state }, all))).toBe('device-state');
    for (const { item } of all) {
      const failed = all.map((one) => ({ ...one, passed: one.item !== item }));
      expect(code(refuseAdmission(device, failed)), item).toBe('admission-point-failed');
      const without = all.filter((one) => one.item !== item);
      expect(code(refuseAdmission(device, without)), item).toBe('admission-point-missing');
    }
    expect(code(refuseAdmission(device, [...all, ...all.slice(0, 1)]))).toBe('point-twice');
  });

  test('every kind of device has its ports, network and label looked at', () => {
    for (const kind of deviceKinds) {
      const codes = pointsOfKind(kind).map((point) => point.code);
      expect(codes, kind).toEqual(expect.arrayContaining(['ports', 'network', 'peripherals', 'dedicated']));
    }
    expect(pointsOfKind('network').map((point) => point.code)).not.toContain('software');
  });
});
