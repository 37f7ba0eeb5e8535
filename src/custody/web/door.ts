/** What custody offers to later rooms' pages. */
export { ProjectPick, useProjectPick } from './ProjectPick.tsx';
export { ScanLog, type Taken, useScans } from './scans.tsx';
