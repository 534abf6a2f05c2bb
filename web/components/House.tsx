import { useMemo } from 'preact/hooks';
import type { Apartment } from '../api/apartments';
import {
  type DrawingDetail,
  HEIGHT,
  type HouseDrawing,
  houseDrawing,
  type Tree,
  WIDTH,
  type Window,
} from '../drawing/house-drawing';
import type { Availability } from '../state/availability';

interface Props {
  readonly apartment: Pick<Apartment, 'id' | 'complexId' | 'bedrooms'>;
  readonly availability: Availability;
  readonly detail: DrawingDetail;
}

/** A picture of the apartment's house: lights on means vacant. The text beside it says the same. */
export function House({ apartment: { id, complexId, bedrooms }, availability, detail }: Props) {
  // Drawn again only when it changes: the page renders every second.
  return useMemo(
    () => (
      <Picture
        drawing={houseDrawing({ id, complexId, bedrooms }, detail)}
        availability={availability}
        detail={detail}
      />
    ),
    [id, complexId, bedrooms, availability, detail],
  );
}

function Picture({
  drawing,
  availability,
  detail,
}: {
  drawing: HouseDrawing;
  availability: Availability;
  detail: DrawingDetail;
}) {
  const { style, body, roof, chimney, windows, door, trees } = drawing;
  return (
    <svg
      class={`house tint-${style.tint} is-${availability}`}
      viewBox={detail === 'full' ? `0 0 ${WIDTH} ${HEIGHT}` : `20 0 ${WIDTH - 40} ${HEIGHT}`}
      aria-hidden="true"
    >
      {detail === 'full' && <Hills />}
      {trees.map((tree) => (
        <TreeShape key={tree.x} tree={tree} />
      ))}
      {chimney && <rect class="chimney" {...chimney} />}
      <rect class="wall" {...body} />
      <path class="roof" d={roof} />
      {windows.map((window) => (
        <Pane key={`${window.x} ${window.y}`} window={window} drawing={drawing} />
      ))}
      <Door drawing={drawing} />
      <path class="spill" d={`M${door.x} ${HEIGHT}l-9 0l9 -3h${door.width}l9 3z`} />
    </svg>
  );
}

/** The hills have the same height at both edges, so that pictures side by side make one landscape. */
function Hills() {
  return <path class="hills" d={`M0 84C22 76 46 68 74 78S138 92 ${WIDTH} 84V${HEIGHT}H0Z`} />;
}

function TreeShape({ tree: { x, height, radius } }: { tree: Tree }) {
  const top = HEIGHT - height;
  return (
    <g>
      <rect class="trunk" x={x - 0.9} y={top} width="1.8" height={height} />
      <ellipse class="leaves" cx={x} cy={top + radius * 0.6} rx={radius} ry={radius * 1.35} />
    </g>
  );
}

function Pane({ window, drawing }: { window: Window; drawing: HouseDrawing }) {
  const { x, y, width, height, lamp, balcony } = window;
  const arch = drawing.style.pane === 'arched' ? width / 2 : 1;
  const middle = x + width / 2;
  return (
    <g class={lamp ? 'window lamp' : 'window'}>
      <path class="glass" d={rounded(x, y, width, height, arch)} />
      <path class="bars" d={`M${middle} ${y}v${height}M${x} ${y + height * 0.45}h${width}`} />
      <path class="shutters" d={rounded(x, y, width, height, arch)} />
      {balcony && <path class="balcony" d={railing(x - 2, y + height - 3.5, width + 4)} />}
    </g>
  );
}

function Door({ drawing: { style, door } }: { drawing: HouseDrawing }) {
  const arch = style.pane === 'arched' ? door.width / 2 : 1.5;
  return <path class="door" d={rounded(door.x, door.y, door.width, door.height, arch)} />;
}

function railing(x: number, y: number, width: number): string {
  const posts = Array.from({ length: 5 }, (_, post) => `M${x + (post * width) / 4} ${y}v4.5`);
  return `M${x} ${y}h${width}m0 4.5h${-width}${posts.join('')}`;
}

/** A box whose two upper corners are round. */
function rounded(x: number, y: number, width: number, height: number, radius: number): string {
  const [arc, side] = [`a${radius} ${radius} 0 0 1`, height - radius];
  return `M${x} ${y + height}v${-side}${arc} ${radius} ${-radius}h${width - 2 * radius}${arc} ${radius} ${radius}v${side}z`;
}
