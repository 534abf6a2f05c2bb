import type { Roof } from './complex-style';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The outline of a roof on a body, as the `d` of an SVG path; it overhangs by 3 on either side. */
export function roofOutline(roof: Roof, { x, y, width }: Box): string {
  const [left, right, middle] = [x - 3, x + width + 3, x + width / 2];
  switch (roof) {
    case 'flat':
      return `M${left} ${y + 1}V${y - 4}H${right}V${y + 1}Z`;
    case 'gable':
      return `M${left} ${y + 1}L${middle} ${y - 20}L${right} ${y + 1}Z`;
    case 'hip':
      return `M${left} ${y + 1}L${left + 14} ${y - 14}H${right - 14}L${right} ${y + 1}Z`;
    case 'mansard':
      return `M${left} ${y + 1}L${left + 6} ${y - 16}H${right - 6}L${right} ${y + 1}Z`;
    case 'pent':
      return `M${left} ${y + 1}V${y - 4}L${right} ${y - 16}V${y + 1}Z`;
    case 'saw':
      return sawteeth(left, right, y);
  }
}

function sawteeth(left: number, right: number, y: number): string {
  const count = Math.max(2, Math.round((right - left) / 26));
  const width = (right - left) / count;
  const teeth = Array.from({ length: count }, (_, tooth) => {
    const end = left + (tooth + 1) * width;
    return `L${rounded(end)} ${y - 14}V${y - 2}`;
  });
  return `M${left} ${y + 1}V${y - 2}${teeth.join('')}V${y + 1}Z`;
}

function rounded(length: number): number {
  return Math.round(length * 10) / 10;
}
