import type { Tone } from '#/base/web/StatusTag.tsx';
import type { PackageState } from '../rules/package.ts';

export const packageTones: Record<PackageState, Tone> = {
  sealed: 'active',
  made: 'done',
  failed: 'alarm',
  withdrawn: 'off',
};
