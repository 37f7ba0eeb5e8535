import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { id, instant, line, none, nullablePerson, secret, text } from '#/base/rules/wire.ts';
import { recordingFailures, recordingStates } from '../recording.ts';
import { footageKeepers, footageViewers } from './footage.ts';

/**
 * 设置录制地址; the subject is the camera. A footage keeper's act, not the administrator's: whoever knows the
 * password of a camera sees its picture, and footage is in the hands of the archive department (4.3-3).
 */
export const cameraSourceSet = act({
  name: 'premises.cameraSource.set',
  label: { zh: '设置录制', en: 'Record a camera' },
  roles: footageKeepers,
  clauses: ['4.3-1', '4.3-3'],
  subject: 'camera',
  input: z.strictObject({
    /** With user and password; sealed, and never shown again. */
    address: secret(line(500)),
  }),
  output: none,
});

/** 停止录制: from now on the camera's hours are gaps, so somebody says why. The password is forgotten. */
export const cameraSourceStop = act({
  name: 'premises.cameraSource.stop',
  label: { zh: '停止录制', en: 'Stop recording a camera' },
  roles: footageKeepers,
  clauses: ['4.3-1', '4.3-3'],
  subject: 'camera',
  input: z.strictObject({ reason: text(300) }),
  output: none,
});

/** 录制状态 of every camera. The administrator, who mends cables, sees it too: it shows no picture and no address. */
export const recordingShow = view({
  name: 'premises.recording.show',
  label: { zh: '录制状态', en: 'Recording' },
  roles: ['administrator', ...footageViewers],
  clauses: ['4.3-1', '4.3-6'],
  subject: 'site',
  input: none,
  output: z.object({
    /** Whether ffmpeg is there to record with, on the machine that answers. */
    canRecord: z.boolean(),
    cameras: z.array(
      z.object({
        id,
        code: z.string(),
        state: z.enum(recordingStates),
        /** Since when it fails or waits. */
        since: instant.nullable(),
        failure: z.enum(recordingFailures).nullable(),
        lastPieceAt: instant.nullable(),
        piecesToday: z.number().int(),
        /** Who set or stopped it; null where nobody ever did. */
        setBy: nullablePerson,
        setAt: instant.nullable(),
        reason: z.string().nullable(),
        version: z.number().int(),
      }),
    ),
  }),
});
