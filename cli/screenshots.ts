import './failure';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { LocalCloud } from '@keyhold/local-cloud';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser';
import { photographConsole } from './console-pictures';
import { endCommand } from './end-command';
import { PAGE_STATES, type PageStateName } from './page-states';
import { program } from './program';
import { loadSamples } from './samples';
import { stackFolder, synthesize } from './synthesis';
import { Traffic } from './traffic';

const DEVICES = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 900 } },
} as const;
type Device = keyof typeof DEVICES;

const SCHEMES = ['light', 'dark'] as const;
type Scheme = (typeof SCHEMES)[number];

type Look = `${Device}-${Scheme}`;

/** What the README shows. */
const CHOSEN: Readonly<Record<PageStateName, readonly Look[]>> = {
  vacant: ['desktop-light', 'phone-dark'],
  held: ['desktop-dark', 'phone-light'],
  rejected: ['phone-light'],
  expired: ['phone-dark'],
  cancelled: ['phone-light'],
  checkout: ['phone-light', 'desktop-dark'],
  failed: ['phone-light'],
  paid: ['desktop-light', 'phone-dark'],
  late: ['phone-light'],
  'taken-again': ['phone-dark'],
  refunded: ['phone-light', 'desktop-dark'],
  empty: ['desktop-light'],
  loading: ['phone-dark'],
  error: ['phone-light'],
  offline: ['phone-dark'],
};

/** One state on one device. */
interface Subject {
  readonly state: PageStateName;
  readonly device: Device;
  readonly schemes: readonly Scheme[];
}

interface Options {
  readonly output: string;
  readonly all?: true;
}

async function takeScreenshots({ output, all }: Options): Promise<void> {
  const folder = resolve(output);
  mkdirSync(folder, { recursive: true });
  const stacks = mkdtempSync(join(tmpdir(), 'keyhold-screenshots-'));
  const browser = await openBrowser();
  try {
    // Its holds are as long as where it is deployed.
    await synthesize({ environment: 'local', holdSeconds: 900, output: stacks });
    const artifact = stackFolder(stacks, 'local');
    for (const state of Object.keys(PAGE_STATES) as PageStateName[]) {
      for (const device of Object.keys(DEVICES) as Device[]) {
        const schemes = SCHEMES.filter((scheme) => all || CHOSEN[state].includes(`${device}-${scheme}`));
        if (schemes.length > 0) await photograph({ state, device, schemes }, browser, artifact, folder);
      }
    }
    await photographConsole(browser, artifact, folder);
  } finally {
    await browser.close();
    rmSync(stacks, { recursive: true });
  }
}

/** In a system of its own: no picture shows what another has left. */
async function photograph(
  { state, device, schemes }: Subject,
  browser: Browser,
  artifact: string,
  folder: string,
): Promise<void> {
  const cloud = await LocalCloud.start({ artifact });
  const context = await browser.newContext({
    ...DEVICES[device],
    baseURL: cloud.edgeUrl ?? '',
    locale: 'en-IE',
    timezoneId: 'Europe/Dublin',
    extraHTTPHeaders: { 'cloudfront-viewer-country': 'IE' },
    reducedMotion: 'reduce',
  });
  try {
    await loadSamples(cloud, String(cloud.outputs['apartmentsTable']));
    const page = await context.newPage();
    await PAGE_STATES[state]({ page, cloud, traffic: new Traffic(context) });
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      const name = `${state}-${device}-${colorScheme}.png`;
      await page.screenshot({ path: join(folder, name) });
      process.stdout.write(`${name}\n`);
    }
  } finally {
    await context.close();
    await cloud.stop();
  }
}

const command = program(
  'npm run screenshots',
  'Takes pictures of the page in every state, on phones and desktops, in light and dark mode.',
)
  .option('--output <folder>', 'where the pictures go', 'docs/screenshots')
  .option('--all', 'every state in every look, and not only what the README shows');

endCommand(() => takeScreenshots(command.parse().opts<Options>()));
