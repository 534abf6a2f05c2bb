import type { Apartment } from '../api/apartments';
import { type ComplexStyle, complexStyle, type Pane } from './complex-style';
import { type Box, roofOutline } from './roof';
import { type SeededRandom, seededRandom } from './seeded-random';

/** The picture's size; the street runs along its lower edge. Lengths are in units of the picture. */
export const WIDTH = 160;
export const HEIGHT = 104;

export interface Window extends Box {
  /** The one window that stays lit while the apartment is reserved. */
  readonly lamp: boolean;
  readonly balcony: boolean;
}

export interface Tree {
  readonly x: number;
  readonly height: number;
  readonly radius: number;
}

/** A house to draw: the same for the same apartment, on every machine and after every reload. */
export interface HouseDrawing {
  readonly style: ComplexStyle;
  readonly body: Box;
  readonly roof: string;
  readonly chimney: Box | undefined;
  readonly windows: readonly Window[];
  readonly door: Box;
  readonly trees: readonly Tree[];
}

/** Full: for a large screen. Plain: for a phone, with fewer and larger windows and nothing around the house. */
export type DrawingDetail = 'full' | 'plain';

/** The house of an apartment. More bedrooms make it wider. */
export function houseDrawing(
  { id, complexId, bedrooms }: Pick<Apartment, 'id' | 'complexId' | 'bedrooms'>,
  detail: DrawingDetail,
): HouseDrawing {
  const style = complexStyle(complexId);
  const random = seededRandom(`${complexId}/${id}`);
  const plan = planOf(bedrooms, random, detail);
  const body = bodyOf(plan, random, detail);
  const doorBay = random.between(0, plan.bays - 1);
  const roof = roofOutline(style.roof, body);
  return {
    style,
    body,
    roof,
    chimney: detail === 'full' && style.roof !== 'saw' ? chimneyOn(body, random) : undefined,
    windows: windowsOf(plan, body, style.pane, doorBay, random),
    door: doorOf(plan, body, doorBay),
    trees: detail === 'full' ? treesBeside(body, random) : [],
  };
}

interface HousePlan {
  readonly bays: number;
  readonly floors: number;
  readonly bayWidth: number;
  readonly floorHeight: number;
}

function planOf(bedrooms: number, random: SeededRandom, detail: DrawingDetail): HousePlan {
  const bays = Math.min(5, Math.max(2, bedrooms + 1));
  const floors = bays <= 3 ? random.between(2, 3) : 2;
  if (detail === 'plain') return { bays: Math.min(3, bays), floors: 2, bayWidth: 32, floorHeight: 33 };
  return { bays, floors, bayWidth: random.between(19, 22), floorHeight: floors === 3 ? 20 : 23 };
}

const MARGIN = 4;

function bodyOf(
  { bays, floors, bayWidth, floorHeight }: HousePlan,
  random: SeededRandom,
  detail: DrawingDetail,
): Box {
  const width = bays * bayWidth + 2 * MARGIN;
  const height = floors * floorHeight + MARGIN;
  const room = (WIDTH - width) / 2;
  const shift = detail === 'full' ? Math.round((room * random.between(-35, 35)) / 100) : 0;
  return { x: Math.round(room) + shift, y: HEIGHT - height, width, height };
}

/** Width and height of a window as shares of its bay and floor. */
const PANES: Readonly<Record<Pane, readonly [width: number, height: number]>> = {
  tall: [0.42, 0.66],
  square: [0.52, 0.5],
  arched: [0.48, 0.62],
  wide: [0.68, 0.48],
};

function windowsOf(
  { bays, floors, bayWidth, floorHeight }: HousePlan,
  body: Box,
  pane: Pane,
  doorBay: number,
  random: SeededRandom,
): Window[] {
  const width = Math.round(PANES[pane][0] * bayWidth);
  const height = Math.round(PANES[pane][1] * floorHeight);
  const places = Array.from({ length: floors * bays }, (_, place) => ({
    floor: Math.floor(place / bays),
    bay: place % bays,
  })).filter(({ floor, bay }) => floor < floors - 1 || bay !== doorBay);
  const lamp = random.between(0, places.length - 1);
  return places.map(({ floor, bay }, index) => ({
    x: body.x + MARGIN + bay * bayWidth + (bayWidth - width) / 2,
    y: body.y + MARGIN + floor * floorHeight + (floorHeight - height) / 2 - 1,
    width,
    height,
    lamp: index === lamp,
    balcony: floor < floors - 1 && random.chance(25),
  }));
}

function doorOf({ bayWidth, floorHeight }: HousePlan, body: Box, doorBay: number): Box {
  const width = Math.round(bayWidth * 0.5);
  const height = Math.round(floorHeight * 0.8);
  const x = body.x + MARGIN + doorBay * bayWidth + (bayWidth - width) / 2;
  return { x, y: HEIGHT - height, width, height };
}

function chimneyOn(body: Box, random: SeededRandom): Box | undefined {
  if (!random.chance(60)) return undefined;
  const share = random.chance(50) ? 0.2 : 0.74;
  return { x: body.x + Math.round(body.width * share), y: body.y - 19, width: 6, height: 19 };
}

function treesBeside(body: Box, random: SeededRandom): Tree[] {
  const right = body.x + body.width;
  const places = [body.x - random.between(10, 16), right + random.between(10, 16)];
  return places
    .filter((x) => x > 8 && x < WIDTH - 8 && random.chance(60))
    .map((x) => ({ x, height: random.between(20, 36), radius: random.between(6, 9) }));
}
