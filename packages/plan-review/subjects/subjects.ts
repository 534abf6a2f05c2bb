import { DISTRIBUTION, RESPONSE_HEADERS } from './edge';
import { PERMISSIONS } from './permissions';
import { SCHEMA } from './schema';
import type { Subject } from './subject';
import { WORKFLOW } from './workflow';

/** What is read in words of its own. A new subject is a file of this folder, and a line here. */
export const SUBJECTS: readonly Subject[] = [DISTRIBUTION, RESPONSE_HEADERS, WORKFLOW, SCHEMA, PERMISSIONS];
