#!/usr/bin/env node
// Plain Node: it makes TypeScript run, with the package's own settings whatever folder this is called in.

import { fileURLToPath } from 'node:url';

process.env.TSX_TSCONFIG_PATH = fileURLToPath(new URL('../tsconfig.json', import.meta.url));
await import('tsx');
await import('../cli/main.ts');
// Not for the commands that `exec` runs.
delete process.env.TSX_TSCONFIG_PATH;
