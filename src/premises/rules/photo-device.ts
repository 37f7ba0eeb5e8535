/** What photographs in the room are taken with: no handheld or wireless device of anybody's own (4.5-1, 4.6-3). */
import type { Words } from '#/base/rules/declare.ts';

export const photoDeviceKinds = ['document-camera', 'archive-camera'] as const;
export type PhotoDeviceKind = (typeof photoDeviceKinds)[number];

export const photoDeviceNames: Record<PhotoDeviceKind, Words> = {
  'document-camera': { zh: '高拍仪', en: 'Document camera' },
  'archive-camera': { zh: '档案部门相机', en: 'Camera of the archive' },
};

export const stillName: Words = { zh: '监控截图', en: 'Camera still' };
