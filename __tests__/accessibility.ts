import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

/** The rules of colours (https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md). */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds wrong in every viewport, in light and in dark mode. Nothing but colours depends on the mode.
 */
export async function accessibilityViolations(
  page: Page,
  viewports: readonly Viewport[] = [],
): Promise<string[]> {
  const found: string[] = [];
  for (const viewport of viewports.length > 0 ? viewports : [page.viewportSize()]) {
    if (viewport) await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      // Axe measures colours as they are: not while they fade.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // There are no frames, so that no second page is needed to put their results together.
      const axe = new AxeBuilder({ page }).setLegacyMode(true);
      const { violations, passes } = await (colorScheme === 'light'
        ? axe
        : axe.withRules(COLOUR_RULES)
      ).analyze();
      expect(passes.map(({ id }) => id)).toContain('color-contrast');
      const look = `${colorScheme}, ${viewport?.width} px`;
      for (const { id, nodes } of violations)
        found.push(...nodes.map(({ html, failureSummary }) => `${id} (${look}): ${html} ${failureSummary}`));
    }
  }
  return found;
}
