/** The inbox: a file is moved aside before it is read; nothing that lies there is lost, passed over or taken twice. */
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#/base/server/ids.ts';
import { openFolderStore } from '#/base/server/objects/folder.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { ago, digestOf, filmBytes, type FootageSite, openFootageSite } from '../../../test/footage-site.ts';
import { footageInbox } from '../rules/api/footage.ts';
import { importsAside, moveAside } from './footage/inbox.ts';
import { intakeHandler, takeUpAgain } from './footage/intake.ts';
import { findIntake, insertIntake, lastIntakes } from './store/footage-keeping.ts';

let here: FootageSite;
let footage: ObjectStore;
let days = 10;
let from = 0;
const name = 'film.mp4';

beforeAll(async () => {
  here = await openFootageSite();
  await here.nameKeeper();
  footage = await openFolderStore(join(here.site.config.footageDir, 'pieces'));
}, 60_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});
beforeEach(() => {
  from = ago((days += 1));
});

/** An import that no worker knows of. */
const asked = (): Promise<string> =>
  here.site.db.transaction().execute((tx) => {
    const files = [{ name, from, to: null }];
    return insertIntake(tx, { cameraId: here.cameraId, requestedBy: here.keeper.personId, files });
  });
const run = (intakeId: string, store = footage) =>
  intakeHandler({ db: here.site.db, config: here.site.config, footage: store }).run(
    { intakeId },
    { jobId: newId(), signal: new AbortController().signal, progress: async () => undefined },
  );
const stateOf = async (intakeId: string) =>
  (await lastIntakes(here.site.db, 20)).find(({ id }) => id === intakeId)?.files.map(({ state }) => state);
const digests = async () => (await here.piecesOf(from)).map(({ sha256 }) => sha256);
const inInbox = () => readdirSync(here.inbox()).filter((one) => one !== '.taking');
const aside = (intakeId: string) => here.inbox(join('.taking', intakeId, name));
const film = (of: string) => join(import.meta.dirname, '../../../test/footage', of);

describe('4.3-6 a file of the inbox', () => {
  test('4.3-6 that is replaced under its name while it is taken in is never removed unread', async () => {
    here.put('piece-0.mp4', name);
    const intakeId = await asked();
    // At the last moment: the first file is read and about to be entered.
    const late: ObjectStore = {
      ...footage,
      async size(sha256) {
        copyFileSync(film('piece-1.mp4'), here.inbox('other'));
        renameSync(here.inbox('other'), here.inbox(name));
        return footage.size(sha256);
      },
    };
    await run(intakeId, late);
    expect(await digests()).toEqual([digestOf('piece-0.mp4')]);
    expect(readFileSync(here.inbox(name)).equals(filmBytes('piece-1.mp4'))).toBe(true);
    here.settle(name);
    from = ago((days += 1));
    await run(await asked());
    expect(await digests()).toEqual([digestOf('piece-1.mp4')]);
    expect(inInbox()).toEqual([]);
    expect(await importsAside(here.site.config.footageDir)).toEqual([]);
  });

  test('moved aside by a process that was killed is taken up again', async () => {
    here.put('piece-2.mp4', name);
    const intakeId = await asked();
    await moveAside(here.site.config.footageDir, intakeId, name);
    expect(inInbox()).toEqual([]);
    const again: unknown[] = [];
    await takeUpAgain(here.site, {
      enqueue: async (_tx, _job, payload) => {
        again.push(payload);
        return null;
      },
    });
    expect(again).toEqual([{ intakeId }]);
    await run(intakeId);
    expect(await digests()).toEqual([digestOf('piece-2.mp4')]);
    expect(await stateOf(intakeId)).toEqual(['taken']);
  });

  test('4.3-6 that was taken in before the kill goes; other bytes under its name are never removed', async () => {
    here.put('piece-0.mp4', name);
    const intakeId = await asked();
    await run(intakeId);
    for (const left of ['piece-0.mp4', 'piece-1.mp4']) {
      here.put(left, name);
      await moveAside(here.site.config.footageDir, intakeId, name);
      await run(intakeId);
      expect(existsSync(aside(intakeId))).toBe(false);
      expect(inInbox()).toEqual(left === 'piece-1.mp4' ? [name] : []);
    }
    expect(readFileSync(here.inbox(name)).equals(filmBytes('piece-1.mp4'))).toBe(true);
    expect(await digests()).toEqual([digestOf('piece-0.mp4')]);
  });

  test('4.3-6 that cannot be taken in goes back, never over another of its name', async () => {
    writeFileSync(here.inbox(name), 'no film');
    here.settle(name);
    const intakeId = await asked();
    await moveAside(here.site.config.footageDir, intakeId, name);
    here.put('piece-2.mp4', name);
    await run(intakeId);
    expect(await stateOf(intakeId)).toEqual(['failed']);
    expect(inInbox()).toEqual(['film (2).mp4', name]);
    expect(readFileSync(here.inbox('film (2).mp4'), 'utf8')).toBe('no film');
    expect(readFileSync(here.inbox(name)).equals(filmBytes('piece-2.mp4'))).toBe(true);
  });

  test('4.3-6 is never taken twice by two runs at once', async () => {
    here.put('ten-seconds.mp4', name);
    const intakeId = await asked();
    await Promise.all([run(intakeId), run(intakeId)].map((one) => one.catch(() => undefined)));
    await run(intakeId);
    expect(await stateOf(intakeId)).toEqual(['taken']);
    expect(await digests()).toEqual([digestOf('ten-seconds.mp4')]);
  });

  test('of an import that the register does not know goes back into the inbox', async () => {
    const unknown = newId();
    here.put('piece-1.mp4', 'unknown.mp4');
    await moveAside(here.site.config.footageDir, unknown, 'unknown.mp4');
    expect(await findIntake(here.site.db, unknown)).toBeUndefined();
    await takeUpAgain(here.site, { enqueue: () => Promise.reject(new Error('nothing to enqueue')) });
    expect(inInbox()).toContain('unknown.mp4');
  });

  test('4.3-6 whose name nobody can ask for is refused by name', async () => {
    const decomposed = 'é.mp4'.normalize('NFD');
    const long = `${'long'.repeat(50)}.mp4`;
    for (const odd of [decomposed, long, ' space.mp4', '.hidden']) writeFileSync(here.inbox(odd), 'x');
    const { files, refused } = await here.keeper.client.view(footageInbox);
    expect(refused).toEqual([
      { name: ' space.mp4', trouble: 'characters' },
      { name: decomposed, trouble: 'not-nfc' },
      { name: long, trouble: 'too-long' },
    ]);
    expect(files.map((file) => file.name).filter((one) => [decomposed, long].includes(one))).toEqual([]);
  });
});
