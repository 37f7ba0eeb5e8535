/** Bytes that break off, and who goes on with them (tus 1.0); a worker that ended before it had ended (5.6-4). */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { codeOfRefusal } from '../../../../test/custody-site.ts';
import { begin, offsetOf, patch, seen, send } from '../../../../test/scans.ts';
import { withFullDisk } from '../../../../test/full-disk.ts';
import { openScanStation, type ScanStation } from '../../../../test/scan-station.ts';
import type { WorkflowSite } from '../../../../test/workflow-site.ts';
import { routeOf } from '#/base/rules/declare.ts';
import { uploadBytes, uploadFinish } from '../../rules/api/captures.ts';
import { takeInHand } from '../store/captures.ts';

let station: ScanStation;
let here: WorkflowSite;

beforeAll(async () => {
  station = await openScanStation(8);
  here = station.here;
}, 240_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});
const opened = () => station.opened();
const pages = (from: number, count: number) => station.pages(from, count);

/** Bytes of an upload that stand on the disk. */
const partLength = (uploadId: string): number =>
  statSync(join(here.site.config.dataDir, 'objects', 'parts', uploadId), { throwIfNoEntry: false })?.size ?? 0;

/** A request that is begun, for the test to go on with. `length`: announced; null for a body that ends when it ends. */
function patching(grant: string, offset: number, length: number | null, agent?: Agent): ClientRequest {
  const { client } = here.scanner;
  const sent = request(client.origin + routeOf(uploadBytes).path.replace(':grant', grant), {
    ...(agent && { agent }),
    method: 'PATCH',
    headers: {
      ...{ 'tus-resumable': '1.0.0', 'upload-offset': offset, ...(length !== null && { 'content-length': length }) },
      cookie: [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'content-type': 'application/offset+octet-stream',
    },
  });
  sent.on('error', () => undefined);
  return sent;
}

/** A sender who announces all of it, sends so much and is then as he is left: silent. */
function sendPart(grant: string, offset: number, all: Buffer, until: number): ClientRequest {
  const sent = patching(grant, offset, all.length - offset);
  sent.write(all.subarray(offset, until));
  return sent;
}

describe('after an interruption', () => {
  test('what a worker began and did not end is begun again alone', async () => {
    const { captureId, unitId } = await opened();
    await send(here.scanner, captureId, await pages(1, 3));
    await seen(here.scanner);
    const [taken, undone] = [[] as string[][], new Error('as it was')];
    const within = here.site.db.transaction().execute(async (tx) => {
      const own = tx.updateTable('upload').where('unit_id', '=', unitId);
      const files = await own
        .set({ state: 'given', decided_at: null, looked_until: null })
        .returning(['id', 'name'])
        .execute();
      await own.set((eb) => ({ tries: eb.case().when('name', '=', '1.tif').then(1).else(0).end() })).execute();
      for (const _ of [1, 2, 3]) {
        const rows = await takeInHand(tx, 8, 60);
        taken.push(rows.map((row) => `${files.find(({ id }) => id === row.id)?.name} ${row.tries}`).toSorted());
      }
      throw undone;
    });
    await expect(within).rejects.toBe(undone);
    expect(taken).toEqual([['1.tif 2'], ['2.tif 1', '3.tif 1'], []]);
  });

  test('the sender goes on where the bytes stopped, also when he asks anew', async () => {
    const { captureId } = await opened();
    const [scan] = await pages(1, 1);
    const bytes = scan!.bytes;
    const { files } = await begin(here.scanner, captureId, [scan!]);
    const { uploadId, grant } = files[0]!;
    expect((await patch(here.scanner, grant!, 0, bytes.subarray(0, 100))).status).toBe(204);
    expect(await offsetOf(here.scanner, grant!)).toBe(100);
    expect((await patch(here.scanner, grant!, 50, bytes.subarray(50))).status).toBe(409);
    const finish = { subject: captureId, input: { uploads: [uploadId!] } };
    expect(await codeOfRefusal(here.scanner.client.tryAct(uploadFinish, finish))).toBe('upload-incomplete');
    const again = await begin(here.scanner, captureId, [scan!]);
    expect(again.files[0]!.uploadId).toBe(uploadId);
    const grantNow = again.files[0]!.grant!;
    expect(await offsetOf(here.scanner, grantNow)).toBe(100);
    expect((await patch(here.scanner, grantNow, 100, bytes.subarray(100))).status).toBe(204);
    expect((await begin(here.scanner, captureId, [scan!])).files[0]).toMatchObject({ uploadId, grant: null });
    await here.scanner.client.act(uploadFinish, finish);
    await here.scanner.client.act(uploadFinish, finish);
    expect((await seen(here.scanner)).slots.map(({ state }) => state)).toEqual(['good']);
  });

  test('more bytes than were announced, and bytes under another one’s grant, are refused', async () => {
    const { captureId } = await opened();
    const [scan] = await pages(1, 1);
    const { files } = await begin(here.scanner, captureId, [scan!]);
    const { grant } = files[0]!;
    const over = Buffer.concat([scan!.bytes, Buffer.from('x')]);
    expect((await patch(here.scanner, grant!, 0, over)).status).toBeGreaterThanOrEqual(400);
    expect(await offsetOf(here.scanner, grant!)).toBe(0);
    expect((await patch(here.otherScanner, grant!, 0, scan!.bytes)).status).toBe(403);
    expect((await patch(here.scanner, grant!, 0, scan!.bytes, { 'tus-resumable': '0.2.2' })).status).toBe(400);
  });

  test('what arrives with another digest than it left with is quarantined, and its page is asked for again', async () => {
    const { captureId } = await opened();
    const [scan, other] = await pages(1, 2);
    const { files } = await begin(here.scanner, captureId, [scan!]);
    const wrong = Buffer.from(scan!.bytes);
    wrong[wrong.length >> 1]! ^= 1;
    await patch(here.scanner, files[0]!.grant!, 0, wrong);
    await here.scanner.client.act(uploadFinish, { subject: captureId, input: { uploads: [files[0]!.uploadId!] } });
    expect((await seen(here.scanner)).quarantine.map(({ code }) => code)).toEqual(['file-changed']);
    await send(here.scanner, captureId, [other!]);
    expect((await seen(here.scanner)).slots).toHaveLength(1);
  });

  test('of a sender who goes away in the middle what came is kept', async () => {
    const { captureId } = await opened();
    const bytes = randomBytes(1_000_000);
    const { files } = await begin(here.scanner, captureId, [{ name: '1.tif', bytes }]);
    const { uploadId, grant } = files[0]!;
    const gone = sendPart(grant!, 0, bytes, 900_000);
    await vi.waitFor(() => expect(partLength(uploadId!)).toBeGreaterThan(0), 5000);
    gone.destroy();
    const kept = await offsetOf(here.scanner, grant!);
    expect(kept).toBeGreaterThan(0);
    // Gone before its first byte was waited for: the next one is not kept waiting either.
    sendPart(grant!, kept, bytes, kept + 1).destroy();
    const from = await offsetOf(here.scanner, grant!);
    expect((await patch(here.scanner, grant!, from, bytes.subarray(from))).status).toBe(204);
    const again = await begin(here.scanner, captureId, [{ name: '1.tif', bytes }]);
    expect(again.files[0]).toMatchObject({ uploadId, grant: null });
  });

  test('whoever sends more than he announced is stopped, and his next request is answered', async () => {
    const { captureId } = await opened();
    const bytes = randomBytes(1_000_000);
    const { files } = await begin(here.scanner, captureId, [{ name: '1.tif', bytes }]);
    const { grant } = files[0]!;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = async (sent: Buffer) => {
      const asking = patching(grant!, 0, null, agent);
      asking.end(sent);
      const [answered] = (await once(asking, 'response')) as [IncomingMessage];
      answered.resume();
      await once(answered, 'end');
      return answered.statusCode;
    };
    expect(await ask(randomBytes(8_000_000))).toBe(413);
    expect(await ask(bytes)).toBe(204);
    agent.destroy();
  });

  test('on a full disk nothing is acknowledged, the reason is told, and the rest is taken once there is room', async () => {
    const { captureId } = await opened();
    const [scan] = await pages(1, 1);
    const { files } = await begin(here.scanner, captureId, [scan!]);
    const { grant } = files[0]!;
    await withFullDisk(here.site, 'upload', async () => {
      const answer = await patch(here.scanner, grant!, 0, scan!.bytes);
      expect([answer.status, await answer.json()]).toMatchObject([507, { code: 'storage-full' }]);
    });
    const { positions } = await send(here.scanner, captureId, [scan!]);
    expect(positions.map(({ position }) => position)).toEqual([1]);
    expect((await seen(here.scanner)).slots.map(({ state }) => state)).toEqual(['good']);
  });

  test('a sender who fell silent gives way to the next, and is told how far he came', async () => {
    const { captureId } = await opened();
    const bytes = randomBytes(1_000_000);
    const { files } = await begin(here.scanner, captureId, [{ name: '1.tif', bytes }]);
    const { uploadId, grant } = files[0]!;
    const silent = sendPart(grant!, 0, bytes, 900_000);
    const told = once(silent, 'response');
    await vi.waitFor(() => expect(partLength(uploadId!)).toBeGreaterThan(0), 5000);
    const from = await offsetOf(here.scanner, grant!);
    expect(from).toBeGreaterThan(0);
    const [answered] = (await told) as [IncomingMessage];
    expect([answered.statusCode, answered.headers['upload-offset']]).toEqual([204, String(from)]);
    expect((await patch(here.scanner, grant!, from, bytes.subarray(from))).status).toBe(204);
    const again = await begin(here.scanner, captureId, [{ name: '1.tif', bytes }]);
    expect(again.files[0]).toMatchObject({ uploadId, grant: null });
  });
});
