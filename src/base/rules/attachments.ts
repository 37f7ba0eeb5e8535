import type { PersonActor } from './actor.ts';
import type { Role } from './roles.ts';

/** Who may open a record's attachment, beside the person who added it (5.5-1, deny by default). */
const readers: Readonly<Record<string, readonly Role[]>> = {
  'late-entry': ['archiveLead', 'archiveKeeper', 'supervisor', 'acceptanceMember', 'auditor', 'externalInspector'],
  issue: [
    'archiveLead',
    'archiveKeeper',
    'supervisor',
    'securityOfficer',
    'vendorSecurityLead',
    'vendorManager',
    'externalInspector',
  ],
  correction: [
    'archiveLead',
    'archiveKeeper',
    'supervisor',
    'securityOfficer',
    'vendorSecurityLead',
    'vendorManager',
    'externalInspector',
  ],
  recheck: [
    'archiveLead',
    'archiveKeeper',
    'supervisor',
    'securityOfficer',
    'vendorSecurityLead',
    'vendorManager',
    'externalInspector',
  ],
  'officer-order': ['administrator', 'securityOfficer', 'auditor', 'archiveLead'],
  'restore-drill': ['administrator', 'securityOfficer', 'auditor'],
  'site-check': [
    'archiveLead',
    'archiveKeeper',
    'supervisor',
    'securityOfficer',
    'vendorSecurityLead',
    'vendorManager',
    'externalInspector',
  ],
};

export const mayOpenAttachment = (actor: PersonActor, attachment: { purpose: string; createdBy: string }): boolean =>
  attachment.createdBy === actor.personId ||
  actor.roles.some((role) => readers[attachment.purpose]?.includes(role) ?? false);
