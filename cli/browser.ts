import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** A browser without a window: the one that came from npm, or Chrome where that one does not run. */
export async function openBrowser(): Promise<Browser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return chromium.launch({ channel: 'chrome' });
  const folder = unpacked();
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    env: {
      ...process.env,
      // Its own fonts: text is as wide, and pictures are the same, on every machine.
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
      // What a small container lacks.
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
    },
  });
}

/**
 * The browser's folder. It comes compressed, and unpacks itself into the folder for temporary files, where
 * neither another version nor half of another process's work is told from its own. So it is unpacked elsewhere,
 * once, and moved in one step into its package, which npm replaces together with it.
 */
function unpacked(): string {
  const parts = join(dirname(require.resolve('@sparticuz/chromium')), '..', '..');
  const folder = join(parts, 'unpacked');
  if (existsSync(folder)) return folder;
  const halfDone = mkdtempSync(join(parts, 'unpacking-'));
  try {
    execFileSync(process.execPath, ['-e', "require('@sparticuz/chromium').executablePath()"], {
      cwd: __dirname,
      // On Lambda it unpacks its libraries as well.
      env: { ...process.env, TMPDIR: halfDone, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
    });
    writeFileSync(join(halfDone, 'fonts.conf'), fontConfiguration(folder));
    renameSync(halfDone, folder);
  } catch (error) {
    // Unless another process was faster.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(halfDone, { recursive: true, force: true });
  }
  return folder;
}

function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}
