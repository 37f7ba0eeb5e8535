/** Sends a piece to a player: whole, or the range that it asks for. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';

interface Range {
  start: number;
  /** Exclusive. */
  end: number;
}

/** One range of RFC 9110, section 14; null for the whole, false for one that lies outside. */
export function readRange(header: string | undefined, size: number): Range | null | false {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const [, first = '', last = ''] = match;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  return start < end ? { start, end } : false;
}

export async function sendPiece(
  store: ObjectStore,
  { sha256, media_type: mediaType }: { sha256: string; media_type: string | null },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Refusal | undefined> {
  const size = await store.size(sha256);
  if (size === null) return refuse('footage-gone');
  const range = readRange(request.headers.range, size);
  reply
    .header('accept-ranges', 'bytes')
    .header('content-disposition', 'inline')
    .header('cache-control', 'no-store')
    .type(mediaType ?? 'application/octet-stream');
  if (range === false) {
    await reply.code(416).header('content-range', `bytes */${size}`).send();
    return undefined;
  }
  const { start, end } = range ?? { start: 0, end: size };
  if (range) reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${size}`);
  reply.header('content-length', end - start);
  await reply.send(await store.get(sha256, { start, end }));
  return undefined;
}
