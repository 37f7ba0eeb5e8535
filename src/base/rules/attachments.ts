import type { PersonActor } from './actor.ts';
import type { AttachmentPurpose } from './api/files.ts';
import type { Role } from './roles.ts';

/** Those who see what was found, corrected and rechecked. */
const loop: readonly Role[] = [
  'archiveLead',
  'archiveKeeper',
  'supervisor',
  'securityOfficer',
  'vendorSecurityLead',
  'vendorManager',
  'externalInspector',
];

/** Who may open a record's attachment, beside the person who added it (5.5-1, deny by default). */
const readers: Readonly<Record<AttachmentPurpose, readonly Role[]>> = {
  'late-entry': ['archiveLead', 'archiveKeeper', 'supervisor', 'acceptanceMember', 'auditor', 'externalInspector'],
  issue: loop,
  correction: loop,
  recheck: loop,
  'officer-order': ['administrator', 'securityOfficer', 'auditor', 'archiveLead'],
  'restore-drill': ['administrator', 'securityOfficer', 'auditor'],
  'site-check': loop,
  patrol: loop,
  device: loop,
  // Titles of a whole holding: the archive's own.
  catalogue: ['archiveLead', 'archiveKeeper'],
  // Damage is seen by both sides, and by those who did not cause it (6.1-6, 6.3).
  original: [...loop, 'teamLeader', 'auditor'],
  handover: [
    'archiveLead',
    'archiveKeeper',
    'vendorManager',
    'teamLeader',
    'supervisor',
    'auditor',
    'externalInspector',
  ],
  // Document numbers in full: for whoever agrees to it, and for nobody else.
  staff: ['securityOfficer'],
  // Names and signatures of who was taught: both sides, and whoever inspects.
  training: [...loop, 'auditor'],
  // What the security acceptance rests on (7.1): both sides, its group, and whoever inspects.
  acceptance: [...loop, 'acceptanceMember', 'auditor'],
  // The register of a transfer of data with the seals of both (7.2-5).
  transfer: [...loop, 'teamLeader', 'acceptanceMember', 'auditor'],
  // Those who compare faces at the door (4.7-2): nobody else looks at photographs of people.
  'badge-photo': [
    'archiveLead',
    'archiveKeeper',
    'supervisor',
    'acceptanceMember',
    'securityOfficer',
    'vendorSecurityLead',
  ],
};

export const mayOpenAttachment = (
  actor: PersonActor,
  attachment: { purpose: AttachmentPurpose; createdBy: string },
): boolean =>
  attachment.createdBy === actor.personId || actor.roles.some((role) => readers[attachment.purpose].includes(role));
