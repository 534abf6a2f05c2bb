import { join } from 'node:path';
import { LocalCloud } from '@keyhold/local-cloud';
import type { Browser, Page } from 'playwright-core';
import { KEYHOLD } from './product';
import { loadSamples } from './samples';

/** The tabs that the README shows, each in one look, with what is done to see what it is for. */
const PICTURES = {
  executions: {
    scheme: 'light',
    arrange: async (page) => {
      await page.getByRole('link', { name: 'held-by-a-guest' }).click();
      await page.locator('[data-state="Wait"][data-status="running"]').waitFor({ state: 'attached' });
    },
  },
  requests: {
    scheme: 'dark',
    arrange: async (page) => {
      const requests = page.getByRole('row', { name: /reserveApartment/ });
      await requests.last().getByRole('link').click();
      await page.getByRole('button', { name: 'states StartExecution' }).click();
      await page.getByText('Edit and send again').waitFor();
    },
  },
  tables: {
    scheme: 'light',
    arrange: (page) => page.getByRole('cell', { name: 'held-by-a-guest' }).waitFor(),
  },
  iam: {
    scheme: 'dark',
    arrange: (page) => page.getByRole('heading', { name: 'Decisions' }).waitFor(),
  },
  cache: {
    scheme: 'light',
    arrange: (page) =>
      page
        .getByRole('button', { name: /^Purge \// })
        .first()
        .waitFor(),
  },
  graphql: {
    scheme: 'dark',
    arrange: async (page) => {
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      await page.getByText('"VACANT"').first().waitFor();
    },
  },
} as const satisfies Record<string, Picture>;

interface Picture {
  readonly scheme: 'light' | 'dark';
  readonly arrange: (page: Page) => Promise<void>;
}

const RESERVE =
  'mutation($input: ReserveApartmentInput!) { reserveApartment(input: $input) { id status holdExpiresAt } }';

/** Takes pictures of the console of the local cloud, while a guest holds an apartment. */
export async function photographConsole(browser: Browser, artifact: string, folder: string): Promise<void> {
  const cloud = await LocalCloud.start({ artifact, product: KEYHOLD });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    baseURL: cloud.consoleUrl,
    locale: 'en-IE',
    timezoneId: 'Europe/Dublin',
    reducedMotion: 'reduce',
  });
  try {
    await loadSamples(cloud, String(cloud.outputs['apartmentsTable']));
    await reserve(cloud, 'harbour-2', 'held-by-a-guest');
    await reserve(cloud, 'harbour-2', 'came-too-late');
    for (let visit = 0; visit < 3; visit += 1) await (await fetch(`${cloud.edgeUrl}/api/apartments`)).text();
    const page = await context.newPage();
    for (const [tab, { scheme, arrange }] of Object.entries<Picture>(PICTURES)) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto(`#/${tab}`);
      await arrange(page);
      const name = `console-${tab}-${scheme}.png`;
      await page.screenshot({ path: join(folder, name) });
      process.stdout.write(`${name}\n`);
    }
  } finally {
    await context.close();
    await cloud.stop();
  }
}

async function reserve(cloud: LocalCloud, apartmentId: string, reservationId: string): Promise<void> {
  const variables = { input: { apartmentId, reservationId, guestId: 'a-guest' } };
  const response = await fetch(`${cloud.edgeUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: RESERVE, variables }),
  });
  await response.text();
}
