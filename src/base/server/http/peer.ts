import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { PeerCertificate } from '../door/ports.ts';

/** The certificate that the browser proved to hold, or null. Which one is trusted is decided by its register. */
export function peerCertificate(request: IncomingMessage): PeerCertificate | null {
  if (!(request.socket instanceof TLSSocket)) return null;
  const certificate = request.socket.getPeerX509Certificate();
  if (!certificate) return null;
  return {
    fingerprint: certificate.fingerprint256,
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
  };
}
