import type { LocalCloud } from '@keyhold/local-cloud';
import type { Page } from 'playwright-core';
import { lookAgain, pay, pressAtCheckout, reserve, reserveButton, ticket } from './guest';
import { leap, type Traffic } from './traffic';

export interface Scene {
  /** Not yet opened. */
  readonly page: Page;
  readonly cloud: LocalCloud;
  readonly traffic: Traffic;
}

/** Brings a page into the state that its name says. */
export type Arrange = (scene: Scene) => Promise<void>;

const LIST = '**/api/apartments?**';

/** Every state that a guest can find the page in. */
export const PAGE_STATES = {
  vacant: async ({ page, cloud }) => {
    await neighbours(cloud);
    await openList(page);
  },
  held: async ({ page, cloud, traffic }) => {
    await neighbours(cloud);
    await openList(page);
    await reserve(page, 'Quay 2');
    await ticket(page, 'Quay 2 is held for you').waitFor();
    await leap(cloud, [traffic], 138_000);
    await lookAgain(page);
    await page.getByRole('timer').getByText('12:4').waitFor();
  },
  rejected: async ({ page, cloud, traffic }) => {
    await openList(page);
    await unseen(page, async () => {
      await reserveAsAnother(cloud, 'harbour-2');
      await reserve(page, 'Quay 2');
      await ticket(page, 'Somebody else was faster').waitFor();
    });
    await moveOn({ page, cloud, traffic });
    await page.getByText('Held for a guest until').waitFor();
  },
  expired: async ({ page, cloud, traffic }) => {
    await openList(page);
    await reserve(page, 'Quay 2');
    await ticket(page, 'Quay 2 is held for you').waitFor();
    await leap(cloud, [traffic], 901_000);
    await lookAgain(page);
    await ticket(page, /^(Time is up for|The hold on) Quay 2/).waitFor();
    await moveOn({ page, cloud, traffic });
    await ticket(page, 'The hold on Quay 2 ran out').waitFor();
    await page.getByRole('button', { name: 'Reserve again' }).waitFor();
  },
  cancelled: async ({ page }) => {
    await openList(page);
    await reserve(page, 'Quay 2');
    await page.getByRole('button', { name: 'Cancel hold on Quay 2' }).click();
    await ticket(page, 'You gave up Quay 2').waitFor();
    await page.getByRole('button', { name: 'Reserve again' }).waitFor();
  },
  checkout: async ({ page }) => {
    await openList(page);
    await holdAndPay(page);
  },
  failed: async ({ page, cloud }) => {
    await neighbours(cloud);
    await openList(page);
    await holdAndPay(page);
    await pressAtCheckout(page, 'Fail');
    await ticket(page, 'The payment for Quay 2 failed').waitFor();
  },
  paid: async ({ page, cloud, traffic }) => {
    await neighbours(cloud);
    await openList(page);
    await holdAndPay(page);
    await pressAtCheckout(page, 'Pay');
    await moveOn({ page, cloud, traffic });
    await ticket(page, 'Quay 2 is yours').waitFor();
    await page.getByText('8 of 13 vacant').waitFor();
  },
  late: async (scene) => {
    await openList(scene.page);
    await payTooLate(scene);
  },
  'taken-again': async (scene) => {
    await openList(scene.page);
    await payTooLate(scene);
    await moneyComes(scene, 'Quay 2 is yours after all');
  },
  refunded: async (scene) => {
    const { page, cloud } = scene;
    await openList(page);
    await payTooLate(scene);
    await reserveAsAnother(cloud, 'harbour-2');
    await moneyComes(scene, 'Your payment for Quay 2 was given back');
    await page.getByText('Held for a guest until').waitFor();
  },
  empty: async ({ page, cloud }) => {
    for (const id of ['1234567', 'harbour-2', 'harbour-3', 'harbour-4']) await reserveAsAnother(cloud, id);
    await page.goto('/?complex=harbour-court&vacant');
    await see(page, 'Nothing is vacant in Harbour Court right now');
  },
  loading: async ({ page }) => {
    await page.route(LIST, () => undefined);
    await page.goto('/');
    await page.getByText('Loading the apartments…').waitFor({ state: 'attached' });
  },
  error: async ({ page }) => {
    await page.route(LIST, (route) => route.fulfill({ status: 503, body: '' }));
    await page.goto('/');
    await see(page, 'The apartments could not be loaded');
  },
  offline: async ({ page, cloud }) => {
    await neighbours(cloud);
    await openList(page);
    await page.context().setOffline(true);
    await see(page, 'You are offline');
  },
} satisfies Record<string, Arrange>;

export type PageStateName = keyof typeof PAGE_STATES;

async function openList(page: Page): Promise<void> {
  await page.goto('/');
  await reserveButton(page, 'Quay 2').waitFor();
}

async function holdAndPay(page: Page): Promise<void> {
  await reserve(page, 'Quay 2');
  await ticket(page, 'Quay 2 is held for you').waitFor();
  await pay(page, 'Quay 2');
}

async function payTooLate(scene: Scene): Promise<void> {
  const { page, cloud, traffic } = scene;
  await holdAndPay(page);
  await pressAtCheckout(page, 'Pay too late');
  await ticket(page, 'Confirming your payment for Quay 2').waitFor();
  await leap(cloud, [traffic], 900_000);
  await lookAgain(page);
  await ticket(page, /^(Time is up for|The hold on) Quay 2/).waitFor();
  await moveOn(scene);
  await ticket(page, 'The hold on Quay 2 ran out').waitFor();
}

/** The money of a payment that was too late is here, and the page says what came of it. */
async function moneyComes(scene: Scene, title: string): Promise<void> {
  const { page, cloud, traffic } = scene;
  await leap(cloud, [traffic], 20_000);
  await lookAgain(page);
  await ticket(page, title).waitFor();
  await moveOn(scene);
}

function see(page: Page, title: string): Promise<void> {
  return page.getByRole('heading', { name: title }).waitFor();
}

/** The page sees what the edge had an older answer to a moment ago. */
async function moveOn({ page, cloud, traffic }: Scene): Promise<void> {
  await leap(cloud, [traffic], 5_000);
  await lookAgain(page);
}

/** The page learns nothing new of the apartments until it is over. */
async function unseen(page: Page, happening: () => Promise<void>): Promise<void> {
  let reveal = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    reveal = resolve;
  });
  await page.route(LIST, async (route) => {
    await over;
    await route.continue();
  });
  await happening();
  reveal();
}

/** Some of the apartments are held by others, some are booked. */
async function neighbours(cloud: LocalCloud): Promise<void> {
  for (const id of ['harbour-3', 'mill-1']) await reserveAsAnother(cloud, id);
  for (const id of ['harbour-4', 'mill-3']) await book(cloud, id);
}

async function reserveAsAnother(cloud: LocalCloud, apartmentId: string): Promise<void> {
  const query = 'mutation($input: ReserveApartmentInput!) { reserveApartment(input: $input) { id status } }';
  const response = await fetch(`${cloud.edgeUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input: { apartmentId, guestId: 'another' } } }),
  });
  await response.arrayBuffer();
}

/** As it is once somebody has paid. */
async function book(cloud: LocalCloud, id: string): Promise<void> {
  await cloud.call('dynamodb', 'UpdateItem', {
    TableName: String(cloud.outputs['apartmentsTable']),
    Key: { Id: { S: id } },
    UpdateExpression: 'SET bookedStatus = :paid',
    ExpressionAttributeValues: { ':paid': { S: 'PAID' } },
  });
}
