/** A recorder process: fetches cameras' pictures with ffmpeg (4.3). Any number of them, on machines that share the footage folder. */
import { join } from 'node:path';
import { readConfig } from '#/base/server/config.ts';
import { assertRunTimeRole, openDatabase } from '#/base/server/db.ts';
import { log, nameProcess } from '#/base/server/log.ts';
import { openFolderStore } from '#/base/server/objects/folder.ts';
import { recorderPrograms, runRecorder } from '#/premises/server/door.ts';
import { openKeyring } from '#/protection/server/door.ts';

const config = readConfig();
nameProcess('recorder', config.dataDir);
if (config.databaseUrl === null) throw new Error('DATABASE_URL');
const programs = recorderPrograms();
if (programs === null)
  throw new Error('录制需要 ffmpeg 与 setpriv（util-linux）。 Recording needs ffmpeg and setpriv (util-linux).');
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

await using database = openDatabase(config.databaseUrl, 4, 'shoucang-recorder');
await assertRunTimeRole(database.pool);
const footage = await openFolderStore(join(config.footageDir, 'pieces'));
log.info('recorder runs', { segmentSeconds: config.recording.segmentSeconds });
await runRecorder({ db: database.db, config, keyring: openKeyring(config.dataDir), footage, programs }, stop.signal);
