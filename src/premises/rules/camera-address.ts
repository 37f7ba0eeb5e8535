/**
 * Where a camera's picture is fetched from (4.3-1): an address of the site itself. Whatever could be read in
 * two ways is refused, since the program that follows it reads it by rules of its own.
 */

/** Marks that end a host, quote or break a line never stand in it: they are written as %XX. */
const shape =
  /^(rtsps?|https?):\/\/(?:[^\s/?#@'"\\\u0000-\u001f\u007f]+@)?(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::\d{1,5})?(?:\/[^\s'"\\\u0000-\u001f\u007f]*)?$/i;

/** Names that no public name server answers; a name of one part begins with a letter, or it is a number in disguise. */
const ownName = /^(?:[a-z][a-z0-9-]*|(?:[a-z0-9-]+\.)+(?:lan|local|internal|home\.arpa))$/;

export type AddressRefusal = 'address-unreadable' | 'address-outside';

/** Why a camera may not be fetched from there; null when it may. */
export function refuseAddress(address: string): AddressRefusal | null {
  const [, , host] = shape.exec(address) ?? [];
  if (host === undefined) return 'address-unreadable';
  return isOfSite(host.toLowerCase()) ? null : 'address-outside';
}

/** Addresses that are never routed beyond a site: RFC 1918, RFC 3927, RFC 4193, loopback. */
function isOfSite(host: string): boolean {
  if (host.startsWith('[')) return /^\[(::1|f[cd][0-9a-f]{2}:[0-9a-f:]*|fe[89ab][0-9a-f]:[0-9a-f:]*)\]$/.test(host);
  if (!/^[\d.]+$/.test(host)) return ownName.test(host);
  const parts = host.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255)) return false;
  const [a = 0, b = 0] = parts.map(Number);
  return (
    a === 10 || a === 127 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 169 && b === 254)
  );
}

/** How the program that fetches it is told: a list of one, so that the address stands in no list of processes. */
export const fetchList = (address: string): string =>
  [
    'ffconcat version 1.0',
    `file '${address}'`,
    // Over TCP nothing of a picture is lost; a camera that says nothing for so many microseconds is given up.
    ...(/^rtsp/i.test(address)
      ? ['option rtsp_transport tcp', 'option timeout 10000000']
      : ['option rw_timeout 10000000']),
    // What is sent while it finds out what it gets comes in one burst: the shorter, the truer the first segment's time.
    'option analyzeduration 1000000',
    '',
  ].join('\n');
